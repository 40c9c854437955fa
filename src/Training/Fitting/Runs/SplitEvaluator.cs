using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;

namespace LearnML.Training.Fitting.Runs;

/// <summary>Scores the networks of each split: after every epoch, and once more for the kept epoch.</summary>
/// <param name="data">The data that is trained on.</param>
/// <param name="splits">The splits, in the order of their members.</param>
/// <param name="splitData">The encoded rows of the splits.</param>
/// <param name="trainer">Computes the outputs of the networks.</param>
internal sealed class SplitEvaluator(TrainingData data, IReadOnlyList<Split> splits, SplitData splitData, EpochTrainer trainer)
{
    private const int MaximumTrainRowsAfterStop = 4096;

    private readonly SplitMembers members = splitData.Members;

    private readonly double[] baselineLosses =
    [
        .. splits.Select((split, index) =>
            splitData.PreparedFor(index).BaselineLoss(data.TrainTargets.SelectRows(split.Train), data.OutputWidth)),
    ];

    /// <summary>Returns the mean outputs of each split's networks for the rows of the split.</summary>
    public float[][] Predict(RowSet rows, CancellationToken cancellationToken)
    {
        var outputs = trainer.Predict(rows, cancellationToken);
        return [.. splits.Select((_, split) => Ensemble.AverageOutputs(data.Task, members.Of(split, outputs)))];
    }

    /// <summary>Returns the scores of a split in an epoch.</summary>
    public EpochScores Score(int split, EpochMeasurements measured)
    {
        var means = members.Of(split, measured.Means);
        return new EpochScores(
            splits[split].Fold,
            measured.Epoch,
            measured.Elapsed.TotalSeconds,
            splitData.PreparedFor(split).ComputeTrainMetrics(means.Average(member => member.Loss), means.Average(member => member.Accuracy)),
            ValidationMetrics(split, measured.ValidationOutputs[split]),
            measured.LearningRates[members.FirstOf(split)],
            means.Average(member => member.GradientNorm),
            LayerStatistics.Average(members.Of(split, measured.Layers)))
        {
            Trial = splits[split].Trial?.Number,
        };
    }

    /// <summary>Returns the metrics of a split's outputs for its validation rows; null without validation rows.</summary>
    public Metrics? ValidationMetrics(int split, float[] outputs) => ToValidationPredictions(split, outputs)?.ComputeEpochMetrics(data.Classes);

    /// <summary>Returns the exception to throw if the scores of a split show that its training diverged; otherwise null.</summary>
    public DivergedException? DetectDivergence(int split, EpochScores scores)
    {
        // A small first batch can have a low loss by chance, so the baseline loss counts if it is larger.
        var firstBatch = members.Of(split, trainer.InitialLosses).Average();
        return DivergedException.Detect(scores, Math.Max(baselineLosses[split], firstBatch));
    }

    /// <summary>
    /// Evaluates the kept epochs, whose weights the network must have. Evaluating a row costs about a third of training on it, and the user who
    /// stops a training waits for the result. So after a stop only a sample of the training rows is evaluated.
    /// </summary>
    /// <param name="progress">The progress of each split.</param>
    /// <param name="keptEpochs">The epoch that each split keeps, from 1.</param>
    /// <param name="validationOutputs">The outputs of the kept epochs for the validation rows; null if they are not computed yet.</param>
    /// <param name="stopCondition">Whether the training was stopped.</param>
    /// <returns>The result of each split that did not diverge, in the order of the trials and folds.</returns>
    /// <exception cref="DivergedException">The loss of the kept weights is too large or not finite.</exception>
    public IReadOnlyList<SplitResult> Evaluate(
        IReadOnlyList<SplitProgress> progress, IReadOnlyList<int> keptEpochs, float[][]? validationOutputs, StopCondition stopCondition)
    {
        var maximum = stopCondition.IsMet ? MaximumTrainRowsAfterStop : int.MaxValue;
        var train = Predict(splitData.Train.SampleAtMost(maximum), stopCondition.CancellationToken);
        var validation = validationOutputs ?? Predict(splitData.Validation, stopCondition.CancellationToken);
        return
        [
            .. splits.Index().Where(split => !progress[split.Index].HasDiverged)
                .Select(each =>
                {
                    var (split, rows) = each;
                    var trainRows = RowSet.SampleAtMost(rows.Train, maximum);
                    var predicted = splitData.PreparedFor(split).ToPredictions(train[split], trainRows, data.TrainTargets.SelectRows(trainRows));
                    return CreateResult(
                        split, keptEpochs[split], progress[split].History, predicted, ToValidationPredictions(split, validation[split]));
                })
                .OrderBy(result => result.Split.Trial?.Number).ThenBy(result => result.Split.Fold),
        ];
    }

    private SplitResult CreateResult(int split, int epoch, IReadOnlyList<EpochScores> history, Predictions train, Predictions? validation)
    {
        // Without validation rows, the weights after the last step have not been checked yet.
        var scores = history[^1] with { Epoch = epoch, Train = new Metrics { Loss = train.Loss }, Validation = null };
        return DetectDivergence(split, scores) is { } diverged
            ? throw diverged
            : new SplitResult(splits[split], epoch, history, baselineLosses[split], train.ComputeMetrics(data.Classes), validation);
    }

    private Predictions? ToValidationPredictions(int split, float[] outputs) => outputs.Length == 0
        ? null
        : splitData.PreparedFor(split).ToPredictions(outputs, splits[split].Validation, splitData.ValidationTargets(split));
}
