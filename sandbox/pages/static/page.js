// Everything works without this file. It saves a click: checkboxes of a task list tick at once, and choosing whom one
// acts as needs no button.
"use strict";

for (const form of document.querySelectorAll("[data-send-on-change]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

for (const text of document.querySelectorAll("[data-tasks]")) {
  const form = document.getElementById(text.dataset.tasks);
  for (const box of text.querySelectorAll("input.task-list-item-checkbox")) {
    box.disabled = false;
    box.addEventListener("change", () => {
      form.elements.task.value = `${box.dataset.line}:${box.checked ? "done" : "open"}`;
      form.requestSubmit();
    });
  }
}
