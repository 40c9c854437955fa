using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Evaluation.Boosting;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Splitting;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Fitting.Baselines;

/// <summary>Fits the boosted trees that a spec asks for, split by split. If those of one split are left out, so are those of the next ones.</summary>
/// <param name="spec">The spec of the job.</param>
/// <param name="data">The data that was trained on.</param>
/// <param name="control">Can end the fit.</param>
/// <param name="clock">Measures the time of the run.</param>
/// <param name="isStopped">Whether the training was stopped before its last epoch. Then the user waits, and there are no trees.</param>
internal sealed class TreeFitter(JobSpec spec, TrainingData data, TrainingControl control, TrainingClock clock, bool isStopped)
{
    // The share of the training rows that chooses the number of rounds.
    private const double SetApartShare = 0.2;

    private const string Stopped = "The training was stopped.";

    private bool hasStarted;

    /// <summary>Why boosted trees are left out; null if they are not, or if the spec does not ask for them.</summary>
    public string? LeftOut { get; private set; }

    /// <summary>Fits the trees of a split; null if the spec does not ask for them, or if they are left out.</summary>
    /// <param name="prepared">The encoding of the split.</param>
    /// <param name="rows">The training rows.</param>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public FittedTrees? Fit(PreparedData prepared, long[] rows)
    {
        if (spec.CompareWith != ComparedModel.BoostedTrees)
        {
            return null;
        }

        if (!hasStarted)
        {
            hasStarted = true;
            LeftOut = isStopped ? Stopped : LightGbm.Unavailable ?? TreeBudget.ExplainLeftOut(
                data.TrainRows.Length, data.InputWidth, data.Classes.Count);
        }

        if (LeftOut is not null)
        {
            return null;
        }

        try
        {
            return FitAll(prepared, rows);
        }
        catch (LightGbmException exception)
        {
            LeftOut = exception.Message; // a network is not lost because its yardstick is
            return null;
        }
    }

    private static float[] ToMeanOfOne(Targets targets)
    {
        var factor = targets.Weights.Length / targets.TotalWeight;
        return Array.ConvertAll(targets.Weights, weight => (float)(weight * factor));
    }

    private FittedTrees? FitAll(PreparedData prepared, long[] rows)
    {
        var inputs = prepared.TablePreprocessing!.InputsWithoutBins;
        var weighted = Array.FindAll(rows, row => data.TrainTargets.WeightOf((int)row) > 0);
        var choice = SetApart(weighted) is var (fitted, apart) ? (Read(fitted), Read(apart)) : ((BoostingRows, BoostingRows)?)null;
        var trees = BoostedTrees.Fit(Read(weighted), choice, data.Classes.Count, MustEnd);
        return trees is null ? null : new FittedTrees(prepared, inputs, trees);

        BoostingRows Read(long[] part)
        {
            var targets = data.TrainTargets.SelectRows(part);
            return new BoostingRows(
                prepared.Data.ReadColumns(part).SelectColumns(inputs),
                prepared.TargetEncoding?.Encode(targets.Values) ?? Array.ConvertAll(targets.Classes, index => (float)index),
                ToMeanOfOne(targets));
        }
    }

    /// <summary>
    /// Divides training rows as a holdout of the spec does: by class or range, whole groups, or by time. Returns null if there are too few rows.
    /// </summary>
    private (long[] Fitted, long[] SetApart)? SetApart(long[] rows)
    {
        var assignment = spec.Validation.Assignment ?? ValidationSpec.DefaultAssignment;
        var holdout = spec.Validation with
        {
            Folds = null,
            Holdout = SetApartShare,
            Assignment = assignment == FoldAssignment.Shuffled ? FoldAssignment.Stratified : assignment,
        };
        try
        {
            using var part = data.SetTestApart(new Split(null, rows, []));
            var split = DataSplitter.CreateHoldout(holdout, part, spec.Training.Seed);
            return split.Train.Length == 0 || split.Validation.Length == 0 ? null : (split.Train, split.Validation);
        }
        catch (InvalidTargetException)
        {
            return null;
        }
    }

    private bool MustEnd()
    {
        control.CancellationToken.ThrowIfCancellationRequested();
        if (control.IsReleaseRequested)
        {
            throw new OperationCanceledException("The training was released: another process, or this one, can resume it.");
        }

        LeftOut = control.IsStopRequested ? Stopped
            : clock.Elapsed.TotalSeconds >= spec.Training.TimeBudgetSeconds ? "The time budget was used up."
            : null;
        return LeftOut is not null;
    }
}
