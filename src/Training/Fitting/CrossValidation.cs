using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Tables;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>Trains the networks of the folds and combines their predictions for the rows that they were not trained on.</summary>
internal sealed class CrossValidation
{
    private readonly JobSpec spec;
    private readonly LearningData data;

    private CrossValidation(JobSpec spec, LearningData data, IReadOnlyList<SplitResult> results) =>
        (this.spec, this.data, Results, OutOfFold) =
            (spec, data, results, Answers.Join([.. results.Select(result => result.Validation!)]));

    /// <summary>The results of the folds, in order. After a stop, only the folds whose training had begun.</summary>
    public IReadOnlyList<SplitResult> Results { get; }

    /// <summary>The out-of-fold predictions: each row is predicted by the network of the fold that holds it out.</summary>
    public Answers OutOfFold { get; }

    /// <summary>The number of epochs for the final network: the rounded mean of the epochs that the folds kept.</summary>
    public int Epochs => (int)Math.Round(Results.Average(result => result.Epoch), MidpointRounding.AwayFromZero);

    /// <summary>
    /// Trains and scores the folds that are not complete yet, <paramref name="lockstep"/> of them at a time. If that is null,
    /// <see cref="Lockstep"/> decides.
    /// </summary>
    public static CrossValidation Run(
        JobSpec spec,
        LearningData data,
        IReadOnlyList<Split> splits,
        int? lockstep,
        Device device,
        TrainingLimit limit,
        RunProgress run)
    {
        foreach (var group in splits.Skip(run.Finished.Count).Chunk(lockstep ?? Lockstep.Folds(spec, data, device)))
        {
            if (run.Finished.Count > 0 && limit.IsReached)
            {
                break;
            }

            using var training = new SplitTraining(spec, data, group, device);
            run.Finish(training.Run(spec.Training.Epochs, spec.KeptOfFolds(), limit, run));
        }

        return new CrossValidation(spec, data, run.Finished);
    }

    /// <summary>
    /// Writes a CSV file with the fold, the target and the out-of-fold prediction of each row. For classification it also has the probability
    /// of each class.
    /// </summary>
    public void WriteOutOfFold(string path)
    {
        using var file = new StreamWriter(path);
        file.Write("row,fold,truth,predicted");
        foreach (var name in data.Classes)
        {
            file.Write($",{CsvText.Quoted(name)}");
        }

        file.WriteLine();
        var lines = Results.SelectMany(result => result.Split.Validation.Select((row, index) => (row, result, index))).OrderBy(line => line.row);
        foreach (var (row, result, index) in lines)
        {
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row},{result.Split.Fold},{Line(result.Validation!, index)}"));
        }
    }

    /// <summary>Creates the report's section on the cross-validation.</summary>
    public Contracts.CrossValidation Report()
    {
        var validation = Results.Select(result => result.Validation!.Metrics(data.Classes)).ToArray();
        var train = Results.Select(result => result.Train).ToArray();
        return new Contracts.CrossValidation
        {
            N = OutOfFold.Rows.Length,
            Assignment = spec.Validation.Assignment ?? FoldAssignment.Shuffled,
            Folds = [.. Results.Select((result, index) => new FoldScore(
                result.Split.Fold!.Value, result.Split.Validation.Length, result.Epoch, result.Train, validation[index]))],
            Mean = new FoldMetrics(MetricsStatistics.Mean(train), MetricsStatistics.Mean(validation)),
            StandardDeviation = new FoldMetrics(MetricsStatistics.StandardDeviation(train), MetricsStatistics.StandardDeviation(validation)),
            Pooled = OutOfFold.Metrics(data.Classes),
        };
    }

    private string Line(Answers answers, int index)
    {
        if (data.Classes.Count == 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{answers.Truth.Values[index]},{answers.Predicted[index]}");
        }

        var probabilities = answers.LogProbabilities.AsSpan(index * data.Classes.Count, data.Classes.Count).ToArray();
        var predicted = data.Classes[Array.IndexOf(probabilities, probabilities.Max())];
        return $"{CsvText.Quoted(data.Classes[answers.Truth.Classes[index]])},{CsvText.Quoted(predicted)},"
            + string.Join(',', probabilities.Select(value => MathF.Exp(value).ToString(CultureInfo.InvariantCulture)));
    }
}
