using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Explanations;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Tables.Csv;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace LearnML.Training.Fitting.Runs;

/// <summary>Trains the networks of the folds and combines their predictions for the rows that they were not trained on.</summary>
internal sealed class CrossValidationRun
{
    private readonly JobSpec spec;
    private readonly TrainingData data;

    /// <param name="spec">The spec of the folds' networks.</param>
    /// <param name="data">The data that was trained on.</param>
    /// <param name="results">The results of the folds, in order.</param>
    public CrossValidationRun(JobSpec spec, TrainingData data, IReadOnlyList<SplitResult> results)
    {
        (this.spec, this.data, Results) = (spec, data, results);
        OutOfFoldPredictions = Predictions.Concat([.. results.Select(result => result.ValidationPredictions!)]);
        FirstRepeatByFold =
            [.. results.Where(result => result.Split.Fold <= spec.Validation.Folds).Select(result => result.ValidationPredictions!)];
        FirstRepeat = Predictions.Concat(FirstRepeatByFold);
    }

    /// <summary>The results of the folds, in order. After a stop, only the folds whose training had begun.</summary>
    public IReadOnlyList<SplitResult> Results { get; }

    /// <summary>The out-of-fold predictions: each row is predicted by the network of the fold that holds it out, once a repeat.</summary>
    public Predictions OutOfFoldPredictions { get; }

    /// <summary>The out-of-fold predictions of the first repeat, which have each row at most once.</summary>
    public Predictions FirstRepeat { get; }

    /// <summary>The predictions in <see cref="FirstRepeat"/>, fold by fold.</summary>
    public IReadOnlyList<Predictions> FirstRepeatByFold { get; }

    /// <summary>The importance of the columns on the rows of <see cref="FirstRepeat"/>; null if it was not computed.</summary>
    public ImportanceSums? Importance
    {
        get
        {
            ImportanceSums?[] sums = [.. Results.Where(result => result.Split.Fold <= spec.Validation.Folds).Select(result => result.Importance)];
            return Array.TrueForAll(sums, each => each is not null) ? ImportanceSums.Add([.. sums.OfType<ImportanceSums>()]) : null;
        }
    }

    /// <summary>The number of epochs for the final network: the rounded mean of the epochs that the folds kept.</summary>
    public int FinalEpochs => EpochSelection.Average(Results.Select(result => result.Epoch));

    /// <summary>
    /// Trains and scores the folds that are not complete yet, <paramref name="foldsInLockstep"/> of them at a time. If that is null,
    /// <see cref="LockstepPolicy"/> decides.
    /// </summary>
    public static CrossValidationRun Run(
        JobSpec spec,
        TrainingData data,
        IReadOnlyList<Split> splits,
        int? foldsInLockstep,
        Device device,
        StopCondition stopCondition,
        RunProgress run)
    {
        var folds = spec.Validation.Folds!.Value;
        foreach (var group in splits.Skip(run.FinishedFolds.Count).Chunk(foldsInLockstep ?? LockstepPolicy.FoldsInLockstep(spec, data, device)))
        {
            if (run.FinishedFolds.Count > 0 && stopCondition.IsMet)
            {
                break;
            }

            using var training = new SplitTrainer(spec, data, group, device);
            var results = training.Run(spec.Training.Epochs, spec.EpochToKeepPerFold(), stopCondition, run);
            run.FinishFolds(IsExplained(group) ? training.AddImportance(results, folds, stopCondition.CancellationToken) : results);
        }

        return new CrossValidationRun(spec, data, run.FinishedFolds);

        // Test rows are explained by the final network. Each row counts once, so only the first repeat counts.
        bool IsExplained(Split[] group) =>
            spec.Explain is not null && data.TestRows.Length == 0 && Array.Exists(group, split => split.Fold <= folds);
    }

    /// <summary>
    /// Writes a CSV file with the fold, the target and the out-of-fold prediction of each row. For classification it also has the probability
    /// of each class. With repeats, each row has a line for each of them.
    /// </summary>
    public void WriteOutOfFoldCsv(string path)
    {
        using var file = new StreamWriter(path);
        file.Write("row,fold,truth,predicted");
        foreach (var name in data.Classes)
        {
            file.Write($",{CsvField.QuoteIfNeeded(name)}");
        }

        file.WriteLine();
        var lines = Results.SelectMany(result => result.Split.Validation.Select((row, index) => (row, result, index))).OrderBy(line => line.row)
            .ThenBy(line => line.result.Split.Fold);
        foreach (var (row, result, index) in lines)
        {
            var fields = PredictionFields(result.ValidationPredictions!, index);
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row},{result.Split.Fold},{fields}"));
        }
    }

    /// <summary>Creates the report's section on the cross-validation.</summary>
    public Contracts.CrossValidation CreateReport()
    {
        var validation = Results.Select(result => result.ValidationPredictions!.ComputeMetrics(data.Classes)).ToArray();
        var train = Results.Select(result => result.TrainMetrics).ToArray();
        return new Contracts.CrossValidation
        {
            N = FirstRepeat.Rows.Length,
            Assignment = spec.Validation.Assignment ?? ValidationSpec.DefaultAssignment,
            Repeats = spec.Validation.Repeats,
            Folds = [.. Results.Select((result, index) => new FoldScore(
                result.Split.Fold!.Value, result.Split.Validation.Length, result.Epoch, result.TrainMetrics, validation[index]))],
            Mean = new FoldMetrics(MetricsStatistics.Mean(train), MetricsStatistics.Mean(validation)),
            StandardDeviation = new FoldMetrics(MetricsStatistics.StandardDeviation(train), MetricsStatistics.StandardDeviation(validation)),
            Pooled = OutOfFoldPredictions.ComputeMetrics(data.Classes),
        };
    }

    private string PredictionFields(Predictions predictions, int index)
    {
        if (data.Classes.Count == 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{predictions.Targets.Values[index]},{predictions.Values[index]}");
        }

        var probabilities = predictions.LogProbabilities.AsSpan(index * data.Classes.Count, data.Classes.Count).ToArray();
        var predicted = data.Classes[TensorPrimitives.IndexOfMax<float>(probabilities)];
        return $"{CsvField.QuoteIfNeeded(data.Classes[predictions.Targets.Classes[index]])},{CsvField.QuoteIfNeeded(predicted)},"
            + string.Join(',', probabilities.Select(value => MathF.Exp(value).ToString(CultureInfo.InvariantCulture)));
    }
}
