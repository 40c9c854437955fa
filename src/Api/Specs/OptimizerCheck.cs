using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Fitting.Schedules;

namespace LearnML.Api.Specs;

/// <summary>Validates an optimizer and its learning rate schedule.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class OptimizerCheck(FieldErrors errors)
{
    private const string PositiveRule = "must be above 0 and at most 3.4e38";

    /// <summary>Validates all fields of the optimizer.</summary>
    /// <param name="optimizer">The optimizer, with its learning rate filled in.</param>
    /// <param name="epochs">The epochs of the run.</param>
    public void Check(OptimizerSpec optimizer, int epochs)
    {
        errors.Require(IsPositive(optimizer.LearningRate), "optimizer.learningRate", PositiveRule);
        errors.Require(optimizer.Momentum is >= 0 and < 1, "optimizer.momentum", "must be at least 0 and below 1");
        errors.Require(optimizer.Momentum == 0 || optimizer.Kind == OptimizerKind.Sgd, "optimizer.momentum", "only applies to the kind sgd");
        errors.Require(!optimizer.Nesterov || (optimizer.Kind == OptimizerKind.Sgd && optimizer.Momentum > 0), "optimizer.nesterov",
            "only applies to the kind sgd with a momentum");
        errors.Require(optimizer.WeightDecay is >= 0 and <= float.MaxValue, "optimizer.weightDecay", "must be at least 0 and at most 3.4e38");
        errors.Require(optimizer.ClipNorm is null || IsPositive(optimizer.ClipNorm), "optimizer.clipNorm", PositiveRule);
        errors.Require(optimizer.ClipValue is null || IsPositive(optimizer.ClipValue), "optimizer.clipValue", PositiveRule);
        errors.Require(optimizer.ClipNorm is null || optimizer.ClipValue is null, "optimizer.clipValue", "cannot be used together with clipNorm");
        Check(optimizer.Schedule, optimizer.LearningRate!.Value, epochs);
    }

    private void Check(ScheduleSpec schedule, double learningRate, int epochs)
    {
        const string Field = "optimizer.schedule.";
        var kind = schedule.Kind;

        // An invalid warm-up is reported as such, and ignored for the other limits.
        var after = schedule.WarmUpEpochs >= 0 && schedule.WarmUpEpochs < epochs ? epochs - schedule.WarmUpEpochs : epochs;
        var longest = string.Create(CultureInfo.InvariantCulture, $"must be below {epochs}, the epochs of the run");
        var rest = string.Create(
            CultureInfo.InvariantCulture, $"must be below {after}, the epochs of the run{(after == epochs ? "" : " after its warm-up")}");
        var hasFactor = kind is ScheduleKind.Step or ScheduleKind.Plateau;
        var hasMinimum = kind is ScheduleKind.Cosine or ScheduleKind.Plateau;
        errors.Require(schedule.WarmUpEpochs >= 0, Field + "warmUpEpochs", "must be at least 0");
        errors.Require(schedule.WarmUpEpochs == 0 || schedule.WarmUpEpochs < epochs, Field + "warmUpEpochs", longest);
        errors.Require(schedule.WarmUpEpochs == 0 || kind != ScheduleKind.OneCycle, Field + "warmUpEpochs",
            "cannot be used with oneCycle, which has its own warm-up");
        errors.Require(schedule.StepEpochs is null || kind == ScheduleKind.Step, Field + "stepEpochs", "only applies to the kind step");
        errors.Require(schedule.StepEpochs is not null || kind != ScheduleKind.Step, Field + "stepEpochs", "is required with the kind step");
        errors.Require(schedule.StepEpochs is null or >= 1, Field + "stepEpochs", "must be at least 1");
        errors.Require(schedule.StepEpochs is null || schedule.StepEpochs < after || after < 1, Field + "stepEpochs", rest);
        errors.Require(schedule.Factor is null || hasFactor, Field + "factor", "only applies to the kinds step and plateau");
        errors.Require(schedule.Factor is null or (> 0 and < 1), Field + "factor", "must be above 0 and below 1");
        errors.Require(schedule.Patience is null || kind == ScheduleKind.Plateau, Field + "patience", "only applies to the kind plateau");
        errors.Require(schedule.Patience is null or >= 1, Field + "patience", "must be at least 1");
        errors.Require(kind != ScheduleKind.Plateau
            || (schedule.Patience ?? LearningRateSchedule.DefaultPlateauPatience) < after || after < 1, Field + "patience",
            rest + (schedule.Patience is null
                ? string.Create(CultureInfo.InvariantCulture, $"; its default is {LearningRateSchedule.DefaultPlateauPatience}")
                : ""));
        errors.Require(schedule.Minimum is null || hasMinimum, Field + "minimum", "only applies to the kinds cosine and plateau");
        errors.Require(schedule.Minimum is null || (schedule.Minimum >= 0 && schedule.Minimum < learningRate), Field + "minimum",
            "must be at least 0 and below the learning rate");
    }

    /// <summary>Returns whether a value is above 0 and fits into a 32-bit float, the type of the weights.</summary>
    private static bool IsPositive(double? value) => value is > 0 and <= float.MaxValue;
}
