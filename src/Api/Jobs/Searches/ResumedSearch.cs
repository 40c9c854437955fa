using LearnML.Contracts;

namespace LearnML.Api.Jobs.Searches;

/// <summary>Changes of a random search that is resumed. Trials that have begun keep their values.</summary>
/// <param name="Trials">The number of trials, those that have begun included; null for the number in the job's spec.</param>
/// <param name="Space">The fields to vary in the trials that have not begun; null for those in the job's spec.</param>
public sealed record ResumedSearch(int? Trials = null, IReadOnlyDictionary<string, SearchRange>? Space = null);
