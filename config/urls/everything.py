"""For tests only: every door at once. That each process answers 404 to the others' paths is
tested against the processes' own addresses."""

from config.urls import console, files, public

urlpatterns = [*files.urlpatterns, *public.urlpatterns[1:], *console.urlpatterns[1:]]

handler400, handler403 = public.handler400, public.handler403
handler404, handler500 = public.handler404, public.handler500
handler429 = console.handler429
