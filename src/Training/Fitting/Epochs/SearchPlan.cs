using LearnML.Contracts;
using LearnML.Training.Devices;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Searches;
using LearnML.Training.Networks.Planning;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>How the trials of a search are trained, as far as it follows from the spec and the sizes.</summary>
/// <param name="Trials">The number of trials.</param>
/// <param name="Shapes">The number of groups of trials that can be members of one network.</param>
/// <param name="Stacks">
/// The number of stacks of all trials. With halving, later rungs have fewer. On a GPU with little memory there may be more.
/// </param>
/// <param name="Cost">
/// The cost of the trials, if none ends early, and of the network that becomes the model. An ensemble that is trained on all rows after its folds
/// costs more.
/// </param>
public sealed record SearchPlan(int Trials, int Shapes, int Stacks, RunCost Cost)
{
    /// <summary>Plans a valid search.</summary>
    /// <param name="spec">The complete spec, with a search.</param>
    /// <param name="inputs">The inputs of its network.</param>
    /// <param name="outputs">The number of outputs per row.</param>
    /// <param name="rows">The number of rows, without those that are set apart as a test part.</param>
    /// <param name="isGpu">Whether it is trained on a GPU.</param>
    public static SearchPlan Create(JobSpec spec, NetworkInputs inputs, int outputs, double rows, bool isGpu)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var specs = TrialSpecs.Create(spec);
        var folds = (spec.Validation.Folds ?? 1) * spec.Validation.Repeats;
        var memory = isGpu ? double.PositiveInfinity : TorchDevices.GetMemoryBytes("cpu");
        var trials = specs.Select((trial, index) => new Trial(index + 1, trial)).ToList();
        var stacks = TrialStacks.Create(
            trials, trial => LockstepPolicy.TrialsInLockstep(trial, folds, inputs, outputs, isGpu, memory));

        var rungs = Rung.Create(spec.Search!.Algorithm, specs.Count, spec.Training.Epochs);
        var share = rungs.Count == 1 ? 1 : Rung.CountEpochs(rungs) / ((double)specs.Count * spec.Training.Epochs);
        var costs = stacks.Select(stack => RunCost.EstimateScored(stack[0].Spec, inputs, outputs, rows, isGpu, stack.Count)).ToList();
        var (all, ofFolds) = (
            RunCost.Estimate(spec, inputs, outputs, rows, isGpu), RunCost.EstimateScored(spec, inputs, outputs, rows, isGpu));
        return new SearchPlan(specs.Count, TrialStacks.Create(trials, _ => int.MaxValue).Count, stacks.Count, new RunCost(
            (share * costs.Sum(cost => cost.Seconds)) + all.Seconds - ofFolds.Seconds,
            (share * costs.Sum(cost => cost.Samples)) + all.Samples - ofFolds.Samples));
    }
}
