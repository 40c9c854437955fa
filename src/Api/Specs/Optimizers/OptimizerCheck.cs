using LearnML.Api.Requests;
using LearnML.Api.Specs.Ranges;
using LearnML.Contracts;

namespace LearnML.Api.Specs.Optimizers;

/// <summary>Validates an optimizer and its learning rate schedule.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class OptimizerCheck(FieldErrors errors)
{
    /// <summary>Validates all fields of the optimizer.</summary>
    /// <param name="optimizer">The optimizer, with its learning rate filled in.</param>
    /// <param name="epochs">The epochs of the run.</param>
    public void Check(OptimizerSpec optimizer, int epochs)
    {
        FieldRange.CheckAll(optimizer, "optimizer", errors);
        var isSgd = optimizer.Kind == OptimizerKind.Sgd;
        errors.Require(optimizer.Momentum == 0 || isSgd, "optimizer.momentum", "only applies to the kind sgd");
        errors.Require(!optimizer.Nesterov || (isSgd && optimizer.Momentum > 0), "optimizer.nesterov",
            "only applies to the kind sgd with a momentum");
        errors.Require(optimizer.ClipNorm is null || optimizer.ClipValue is null, "optimizer.clipValue", "cannot be used together with clipNorm");
        errors.Require(!optimizer.NeuralTangent || optimizer.Kind != OptimizerKind.Adadelta, "optimizer.neuralTangent",
            "does not apply to the kind adadelta, which chooses its own step sizes");
        errors.Require(!optimizer.NeuralTangent || optimizer.WeightDecay == 0 || optimizer.Kind == OptimizerKind.AdamW, "optimizer.weightDecay",
            "needs the kind adamW together with neuralTangent");
        new ScheduleCheck(errors).Check(optimizer.Schedule, optimizer.LearningRate!.Value, epochs);
    }
}
