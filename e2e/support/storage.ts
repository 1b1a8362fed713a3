/** Run in a page: storage and locks as Chromium gives them to a site whose data its user blocks. */
export function blockStorage(): void {
  const deny = () => {
    throw new DOMException("Access is denied for this document.", "SecurityError");
  };
  for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: deny });
  LockManager.prototype.request = () => Promise.reject(new DOMException("The request was denied.", "SecurityError"));
}
