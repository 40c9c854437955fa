/** What the service says itself, by name, in other languages than its own, which is English. */
export default {};
