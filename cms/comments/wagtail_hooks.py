from wagtail_modeladmin.options import modeladmin_register

from cms.comments.modeladmin import CommentAdmin

modeladmin_register(CommentAdmin)
