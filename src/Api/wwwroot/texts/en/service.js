/** The service's own words by name, for the languages other than English. The service itself answers in English, so this file is empty. */
export default {};
