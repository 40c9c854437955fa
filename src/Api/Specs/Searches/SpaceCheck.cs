using System.Globalization;
using System.Text.Json;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Ranges;
using LearnML.Contracts;
using LearnML.Training.Fitting.Searches;

namespace LearnML.Api.Specs.Searches;

/// <summary>Validates a search without its trials: the fields, their values and how many trials they make.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class SpaceCheck(FieldErrors errors)
{
    private const int MaximumFields = 20;
    private const int MaximumChoices = 100;

    private static readonly string[] Parts = ["network", "optimizer", "training"];
    private static readonly string[] FixedFields = ["training.device", "training.timeBudgetSeconds"];

    /// <summary>Validates the search of a spec.</summary>
    public void Check(JobSpec spec)
    {
        if (spec.Search is not { } search)
        {
            return;
        }

        FieldRange.CheckAll(search, "search", errors);
        errors.Require(search.Objective == StoppingMetric.Loss
                || spec.Task is null || (search.Objective == StoppingMetric.Accuracy) == (spec.Task == LearningTask.Classification),
            "search.objective", "must be loss or accuracy for a classification, and loss, rmse, mae or logRmse for a regression");
        errors.Require(search.Algorithm != SearchAlgorithm.Grid || search.Trials is null, "search.trials",
            "does not apply to a grid, which tries every combination");
        errors.Require(search.Space.Count is > 0 and <= MaximumFields, "search.space",
            string.Create(CultureInfo.InvariantCulture, $"must have 1 to {MaximumFields} fields, for example \"optimizer.learningRate\""));
        foreach (var (path, range) in search.Space)
        {
            Check(path, range, search.Algorithm);
            CheckConditions(path, range, search.Space);
        }

        foreach (var (index, values) in (search.First ?? []).Index())
        {
            CheckFirst(string.Create(CultureInfo.InvariantCulture, $"search.first[{index}]"), values, search.Algorithm);
        }

        errors.Require(search.Algorithm != SearchAlgorithm.Grid || search.First is null, "search.first",
            "does not apply to a grid, which tries every combination");
        if (!errors.HasErrorsIn("search"))
        {
            var trials = TrialSampler.Count(search);
            CheckCount(trials);
            errors.Require(!(search.First?.Count > trials), "search.first", string.Create(CultureInfo.InvariantCulture,
                $"has {search.First?.Count} trials, and the search has {trials:n0}; raise search.trials"));
        }
    }

    private void Check(string path, SearchRange range, SearchAlgorithm algorithm)
    {
        var field = $"search.space.{path}";
        CheckPath(field, path, algorithm);
        var kinds = new object?[] { range.Choice, range.Uniform, range.LogUniform, range.WholeNumbers }.Count(kind => kind is not null);
        errors.Require(kinds == 1, field, "must have one of choice, uniform, logUniform and integer");
        errors.Require(range.Choice is null or { Count: > 0 and <= MaximumChoices }, $"{field}.choice",
            string.Create(CultureInfo.InvariantCulture, $"must have 1 to {MaximumChoices} values"));
        errors.Require(algorithm != SearchAlgorithm.Grid || (range.Uniform ?? range.LogUniform) is null, field,
            "must be a choice or an integer range in a grid; use the algorithm random for a range of real numbers");
        errors.Require(range.Uniform is null || IsAscending(range.Uniform, float.MinValue), $"{field}.uniform",
            "must be two numbers, the lower one first");
        errors.Require(range.LogUniform is null || IsAscending(range.LogUniform, float.Epsilon), $"{field}.logUniform",
            "must be two numbers above 0, the lower one first");
        errors.Require(range.WholeNumbers is null || IsRange(range.WholeNumbers), $"{field}.integer",
            "must be two whole numbers, the lower one first, and if you like a step of at least 1");
    }

    private void CheckPath(string field, string path, SearchAlgorithm algorithm)
    {
        errors.Require(Parts.Contains(path.Split('.')[0], StringComparer.Ordinal) && path.Contains('.', StringComparison.Ordinal), field,
            "must be the path of a field of network, optimizer or training, for example \"optimizer.learningRate\"");
        errors.Require(algorithm != SearchAlgorithm.Halving || path != "training.epochs", field,
            "is the same for all trials of a halving, which chooses between them after equal numbers of epochs");
        errors.Require(!FixedFields.Contains(path, StringComparer.Ordinal), field, "is the same for all trials");
    }

    private void CheckFirst(string field, IReadOnlyDictionary<string, JsonElement> values, SearchAlgorithm algorithm)
    {
        errors.Require(values.Count is > 0 and <= MaximumFields, field,
            string.Create(CultureInfo.InvariantCulture, $"must have 1 to {MaximumFields} values, for example {{\"optimizer.learningRate\": 0.01}}"));
        foreach (var path in values.Keys)
        {
            CheckPath($"{field}.{path}", path, algorithm);
        }
    }

    private void CheckConditions(string path, SearchRange range, IReadOnlyDictionary<string, SearchRange> space)
    {
        foreach (var (other, value) in range.When ?? new Dictionary<string, JsonElement>())
        {
            var field = $"search.space.{path}.when.{other}";
            if (other == path || !space.TryGetValue(other, out var needed))
            {
                errors.Add(field, "must be the path of another field of search.space");
                continue;
            }

            errors.Require(needed.Choice?.Any(choice => JsonElement.DeepEquals(choice, value)) == true
                    || TakesNumber(needed.WholeNumbers, value), field,
                $"must be one of the values that {other} takes");
        }
    }

    private static bool IsAscending(IReadOnlyList<double> range, double minimum) =>
        range is [var low, var high] && low >= minimum && low < high && high <= float.MaxValue;

    private static bool IsRange(IReadOnlyList<int> range) => range.Count is 2 or 3 && range[0] < range[1] && (range.Count == 2 || range[2] > 0);

    /// <summary>Whether a range of whole numbers has this value. An invalid range has an error of its own.</summary>
    private static bool TakesNumber(IReadOnlyList<int>? range, JsonElement value) => range is not null && (!IsRange(range)
        || (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= range[0] && number <= range[1]
            && (number - range[0]) % (range.Count == 3 ? range[2] : 1) == 0));

    private void CheckCount(double trials)
    {
        errors.Require(trials <= SearchSpec.MaximumTrials, "search.space", string.Create(CultureInfo.InvariantCulture,
            $"makes {trials:n0} trials; the most is {SearchSpec.MaximumTrials:n0}. Use fewer values, or the algorithm random"));
    }
}
