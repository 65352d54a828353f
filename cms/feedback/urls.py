from django.urls import path

from cms.feedback import views

app_name = "feedback"

urlpatterns = [
    path("feedback/<int:page_id>/", views.answer, name="answer"),
    path("feedback/<int:page_id>/yes/", views.remark, {"helpful": True}, name="yes"),
    path("feedback/<int:page_id>/no/", views.remark, {"helpful": False}, name="no"),
    path("feedback/<int:page_id>/thanks/", views.thanks, name="thanks"),
]
