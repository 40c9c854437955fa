using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Fitting.Splitting;
using LearnML.Training.Tests.Fitting.Data;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>Folds of very different sizes or input widths give the same results in lockstep as one by one.</summary>
public class UnequalFoldsTests
{
    private static readonly JobSpec Spec = Specs.Small.Epochs(4).BatchSize(16);

    private static readonly Dictionary<string, JobSpec> Cases = new()
    {
        ["momentum"] = Spec.LearningRate(0.02).Momentum(0.9),
        ["adam"] = Spec.Adam(rate: 0.005, weightDecay: 0.01),
        ["dropout"] = Spec.Dropout(0.4),
        ["ensemble"] = Spec.Adam(rate: 0.005, weightDecay: 0.01).Dropout(0.2).Ensemble(2),
        ["linear"] = Spec.Adam(rate: 0.01, weightDecay: 0).Hidden(),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Folds_of_very_different_sizes_give_same_results(string name)
    {
        // The folds have 110, 70, 19 and 1 rows. They train on 90, 130, 181 and 199 rows in 6, 9, 12 and 13 batches.
        int[] ends = [110, 180, 199, 200];
        var splits = ends.Select((end, fold) => Split(fold, row => row < end && row >= ends.ElementAtOrDefault(fold - 1), 200)).ToArray();

        AssertSame(Cases[name].Folds(4), () => new ImageTrainingData(GlyphImages.Small, CPU), splits);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Folds_with_different_input_widths_give_same_results(string name)
    {
        var spec = Cases[name].Folds(5, FoldAssignment.Group);
        using var rows = new MixedTrainingData();
        var splits = DataSplitter.CreateFolds(spec.Validation, rows, seed: 0);

        var data = AssertSame(spec, () => new MixedTrainingData(), splits);

        // The inputs of each fold depend on its training rows only.
        Assert.NotEqual(1, splits.Select(split => split.Train.Length).Distinct().Count());
        Assert.NotEqual(1, splits.Select(split => split.Train.Select(row => rows.Groups[row - 1]).Distinct().Count()).Distinct().Count());
        Assert.Equal(splits.OrderByDescending(split => split.Train.Length).Select(split => split.Train), ((MixedTrainingData)data).PreparedRows);
    }

    private static Split Split(int fold, Predicate<long> isValidated, int count)
    {
        var rows = Enumerable.Range(0, count).Select(row => (long)row).ToArray();
        return new Split(fold + 1, Array.FindAll(rows, row => !isValidated(row)), Array.FindAll(rows, isValidated));
    }

    /// <returns>The training data of the run in lockstep.</returns>
    private static TrainingData AssertSame(JobSpec spec, Func<TrainingData> make, IReadOnlyList<Split> splits)
    {
        using var alone = make();
        using var data = make();
        var (expectedEpochs, expected) = Run(spec, alone, splits, lockstep: 1);

        var (epochs, actual) = Run(spec, data, splits, lockstep: splits.Count);

        Approximately.Equal(expectedEpochs, epochs);
        Approximately.Equal(Json(expected.CreateReport()), Json(actual.CreateReport()));
        Assert.Equal(expected.OutOfFoldPredictions.Rows, actual.OutOfFoldPredictions.Rows);
        Assert.All(
            expected.OutOfFoldPredictions.LogProbabilities.Zip(actual.OutOfFoldPredictions.LogProbabilities),
            pair => Approximately.Equal(MathF.Exp(pair.First), MathF.Exp(pair.Second)));
        Assert.All(expected.OutOfFoldPredictions.Values.Zip(actual.OutOfFoldPredictions.Values),
            pair => Approximately.Equal(pair.First, pair.Second));
        return data;
    }

    private static (JsonNode Epochs, CrossValidationRun Result) Run(JobSpec spec, TrainingData data, IReadOnlyList<Split> splits, int lockstep)
    {
        using var scope = NewDisposeScope();
        var observer = new RecordingObserver();
        var result = CrossValidationRun.Run(spec, data, splits, lockstep, CPU, StopCondition.Never, new RunProgress(observer));
        return (Json(observer.Epochs.Select(epoch => epoch with { ElapsedSeconds = 0 }).OrderBy(epoch => epoch.Fold).ThenBy(epoch => epoch.Epoch)),
            result);
    }

    private static JsonNode Json<T>(T value) => JsonSerializer.SerializeToNode(value, WireFormat.Options)!;
}
