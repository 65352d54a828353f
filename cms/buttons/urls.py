from django.urls import path

from cms.buttons.views import go

urlpatterns = [path("go/<slug:slug>/", go, name="go")]
