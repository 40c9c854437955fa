using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Evaluation.Baselines;
using LearnML.Training.Fitting.Baselines;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Runs;

/// <summary>The comparisons of a run's networks with baselines.</summary>
/// <param name="Folds">One for each fold; empty without cross-validation.</param>
/// <param name="Validation">That of the validation rows; those of all folds together after a cross-validation.</param>
/// <param name="Test">That of the test rows; null without any.</param>
internal sealed record RunBaselines(IReadOnlyList<BaselineComparison> Folds, BaselineComparison Validation, BaselineComparison? Test)
{
    /// <summary>Fits the baselines of a run and compares them with its networks.</summary>
    /// <param name="spec">The spec of the job.</param>
    /// <param name="data">The data that was trained on.</param>
    /// <param name="run">The progress of the run.</param>
    /// <param name="folds">The cross-validation; null without one.</param>
    /// <param name="final">The result of the network that the checkpoint contains.</param>
    /// <param name="prepared">The encoded rows of that network.</param>
    /// <param name="test">The predictions of that network for the test rows; null without any.</param>
    /// <param name="fitter">Fits boosted trees, if the spec asks for them.</param>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public static RunBaselines Compute(
        JobSpec spec,
        TrainingData data,
        RunProgress run,
        CrossValidationRun? folds,
        SplitResult final,
        PreparedData prepared,
        Predictions? test,
        TreeFitter fitter)
    {
        var fits = (folds?.Results.Count ?? 1) + (folds is not null && test is not null ? 1 : 0);
        var leftOut = IsLinear(spec.Network) ? "The network is itself a linear model." : BaselineBudget.ExplainLeftOut(
            spec, data, CountSteps(spec, data, run, prepared.Data.Device), fits, prepared.Data.Device);
        var ofFolds = folds?.Results.Select(fold => CompareFold(data, fold, prepared, leftOut, fitter)).ToArray() ?? [];
        if (folds is not null && test is null)
        {
            return new RunBaselines(ofFolds, BaselineComparison.Concat(ofFolds), null);
        }

        var fitted = FittedBaselines.Fit(data, prepared, final.Split.Train, leftOut);
        using var trees = fitter.Fit(prepared, final.Split.Train);
        return new RunBaselines(
            ofFolds,
            folds is null
                ? Compare(spec.Validation.TestPart ? data.TestData! : prepared.Data, final.ValidationPredictions!)
                : BaselineComparison.Concat(ofFolds),
            test is null ? null : Compare(data.EncodeTest(prepared)!, test));

        BaselineComparison Compare(TensorDataset rows, Predictions network) => RunBaselines.Compare(fitted, trees, fitter, rows, network);
    }

    /// <summary>Whether a network computes a linear function. It is then compared with the same prediction for every row only.</summary>
    private static bool IsLinear(NetworkSpec network) =>
        network.Layers is { } layers ? layers.All(IsLinear) : network is { Hidden.Count: 0, Normalization: null or Normalization.None };

    private static bool IsLinear(LayerSpec layer) => layer is { Activation: null, Normalization: null } && layer.Block?.All(IsLinear) != false;

    private static BaselineComparison CompareFold(
        TrainingData data, SplitResult fold, PreparedData shared, string? leftOut, TreeFitter fitter)
    {
        using var own = data.DependsOnTrainRows ? data.Prepare(fold.Split.Train) : null;
        var prepared = own ?? shared;
        var fitted = FittedBaselines.Fit(data, prepared, fold.Split.Train, leftOut);
        using var trees = fitter.Fit(prepared, fold.Split.Train);
        return Compare(fitted, trees, fitter, prepared.Data, fold.ValidationPredictions!);
    }

    private static BaselineComparison Compare(
        FittedBaselines fitted, FittedTrees? trees, TreeFitter fitter, TensorDataset rows, Predictions network) =>
        fitted.Compare(rows, network) with { BoostedTrees = trees?.Predict(rows, network), BoostedTreesLeftOut = fitter.LeftOut };

    /// <summary>Returns the approximate number of training steps. Folds that are trained in lockstep share their steps.</summary>
    private static double CountSteps(JobSpec spec, TrainingData data, RunProgress run, Device device)
    {
        var inLockstep = spec.Validation.Folds is null ? 1 : LockstepPolicy.FoldsInLockstep(spec, data, device);
        var epochs = run.History.Sum(epoch => epoch.Fold is null ? 1.0 : 1.0 / inLockstep);
        return epochs * Math.Ceiling((double)data.TrainRows.Length / spec.Training.BatchSize);
    }
}
