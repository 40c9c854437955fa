using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Fitting.Searches;

namespace LearnML.Api.Specs.Searches;

/// <summary>
/// Validates the spec of each trial of a search as that of a job of its own. The trials follow from the seed, so these are exactly the specs that
/// the search trains.
/// </summary>
/// <param name="errors">Collects the validation errors, by the fields of the search.</param>
internal sealed class TrialCheck(FieldErrors errors)
{
    /// <summary>A job stores the metrics of each epoch of each trial.</summary>
    private const long MaximumEpochs = 100_000;

    /// <summary>Validates all trials, until there are many errors. An error that several trials have is told of the first one.</summary>
    /// <param name="spec">The valid spec of the job, with a search.</param>
    /// <param name="check">Reads and validates the spec of a trial.</param>
    public void Check(JobSpec spec, Func<JsonObject, FieldErrors, JobSpec?> check)
    {
        var epochs = 0L;
        var told = new HashSet<(string Field, string Reason)>();
        foreach (var (index, values) in TrialSampler.Choose(spec.Search!, spec.Training.Seed).Index())
        {
            var ofTrial = new FieldErrors();
            epochs += check(TrialSpecs.Write(spec, values), ofTrial)?.Training.Epochs ?? 0;
            foreach (var (part, reasons) in ofTrial.ToDictionary())
            {
                var varied = values.Keys.FirstOrDefault(path => part.StartsWith(path, StringComparison.Ordinal));
                var field = index < (spec.Search!.First?.Count ?? 0)
                    ? string.Create(CultureInfo.InvariantCulture, $"search.first[{index}]") : "search.space";
                field = varied is null ? field : $"{field}.{varied}";
                var reason = $"{part} {string.Join("; ", reasons)}";
                if (told.Add((field, reason)))
                {
                    errors.AddLimited(field, string.Create(CultureInfo.InvariantCulture, $"trial {index + 1} ({Describe(values)}): {reason}"));
                }
            }

            if (errors.HasMany)
            {
                return;
            }
        }

        if (spec.Search!.Algorithm == SearchAlgorithm.Halving)
        {
            epochs = Rung.CountEpochs(Rung.Create(SearchAlgorithm.Halving, (int)TrialSampler.Count(spec.Search), spec.Training.Epochs));
        }

        errors.Require(epochs <= MaximumEpochs, "search.trials", string.Create(CultureInfo.InvariantCulture,
            $"have {epochs:n0} epochs together; the most is {MaximumEpochs:n0}"));
    }

    private static string Describe(IReadOnlyDictionary<string, JsonElement> values) =>
        string.Join(", ", values.Select(value => $"{value.Key} {value.Value.GetRawText()}"));
}
