using System.Text.Json;

namespace LearnML.Contracts;

/// <summary>One trial of a search.</summary>
/// <param name="Number">The number of the trial, from 1.</param>
/// <param name="Values">The values of the trial, by the paths of the fields.</param>
/// <param name="State">The state.</param>
/// <param name="Score">
/// The value of the search's objective on the validation rows in the kept epoch; while the trial runs, the best so far. Null without one.
/// </param>
/// <param name="Epoch">The epoch of the score, from 1; null without one.</param>
public sealed record SearchTrial(int Number, IReadOnlyDictionary<string, JsonElement> Values, TrialState State, double? Score, int? Epoch);
