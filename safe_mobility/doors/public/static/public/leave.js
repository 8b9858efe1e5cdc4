// "Leave now" without a trace on the back button: the other page takes the place of this one.
// Without this script the link still leaves.
const link = document.getElementById("salir");
link?.addEventListener("click", (event) => {
  event.preventDefault();
  document.body.replaceChildren();
  location.replace(link.href);
});
