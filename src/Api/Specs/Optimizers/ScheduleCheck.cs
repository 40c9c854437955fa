using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Ranges;
using LearnML.Contracts;

namespace LearnML.Api.Specs.Optimizers;

/// <summary>Validates a learning rate schedule.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class ScheduleCheck(FieldErrors errors)
{
    private const string Path = "optimizer.schedule";

    /// <summary>Validates all fields of the schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="learningRate">The learning rate that the schedule starts from.</param>
    /// <param name="epochs">The epochs of the run.</param>
    public void Check(ScheduleSpec schedule, double learningRate, int epochs)
    {
        FieldRange.CheckAll(schedule, Path, errors);
        CheckKind(schedule);
        CheckEpochs(schedule, epochs);
        errors.Require(schedule.Minimum is null || schedule.Minimum < learningRate, Path + ".minimum",
            "must be at least 0 and below the learning rate");
    }

    /// <summary>Checks that the fields belong to the kind of schedule.</summary>
    private void CheckKind(ScheduleSpec schedule)
    {
        var (isStep, isPlateau) = (schedule.Kind == ScheduleKind.Step, schedule.Kind == ScheduleKind.Plateau);
        errors.Require(schedule.WarmUpEpochs == 0 || schedule.Kind != ScheduleKind.OneCycle, Path + ".warmUpEpochs",
            "cannot be used with oneCycle, which has its own warm-up");
        errors.Require(schedule.StepEpochs is null || isStep, Path + ".stepEpochs", "only applies to the kind step");
        errors.Require(schedule.StepEpochs is not null || !isStep, Path + ".stepEpochs", "is required with the kind step");
        errors.Require(schedule.Factor is null || isStep || isPlateau, Path + ".factor", "only applies to the kinds step and plateau");
        errors.Require(schedule.Patience is null || isPlateau, Path + ".patience", "only applies to the kind plateau");
        errors.Require(schedule.Minimum is null || isPlateau || schedule.Kind == ScheduleKind.Cosine, Path + ".minimum",
            "only applies to the kinds cosine and plateau");
    }

    /// <summary>Checks that the run has enough epochs.</summary>
    private void CheckEpochs(ScheduleSpec schedule, int epochs)
    {
        errors.Require(schedule.WarmUpEpochs <= 0 || schedule.WarmUpEpochs < epochs, Path + ".warmUpEpochs",
            string.Create(CultureInfo.InvariantCulture, $"must be below {epochs}, the epochs of the run"));

        // An invalid warm-up is reported as such, and ignored for the other limits.
        var after = schedule.WarmUpEpochs >= 0 && schedule.WarmUpEpochs < epochs ? epochs - schedule.WarmUpEpochs : epochs;
        var rule = string.Create(
            CultureInfo.InvariantCulture, $"must be below {after}, the epochs of the run{(after == epochs ? "" : " after its warm-up")}");
        errors.Require(schedule.StepEpochs is null || schedule.StepEpochs < after || after < 1, Path + ".stepEpochs", rule);
        var patience = schedule.Patience ?? ScheduleSpec.DefaultPatience;
        errors.Require(schedule.Kind != ScheduleKind.Plateau || patience < after || after < 1, Path + ".patience",
            schedule.Patience is null ? string.Create(CultureInfo.InvariantCulture, $"{rule}; its default is {patience}") : rule);
    }
}
