using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Jobs;

/// <summary>Finds what contradicts itself in an initialization.</summary>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class InitializationCheck(FieldErrors errors)
{
    private const string Finite = "must be at most 3.4e38 in magnitude";

    /// <summary>Checks all of it.</summary>
    public void Check(InitializationSpec spec, string field)
    {
        CheckNumbers(spec, field);
        if (spec.Bias is { } bias)
        {
            errors.Require(
                bias.Kind is InitializationKind.Default or InitializationKind.Normal or InitializationKind.Uniform or InitializationKind.Constant or InitializationKind.Zeros,
                field + ".bias.kind",
                "must be one of default, normal, uniform, constant, zeros");
            errors.Require(bias.Bias is null, field + ".bias.bias", "belongs to weights");
            CheckNumbers(bias, field + ".bias");
        }
    }

    private void CheckNumbers(InitializationSpec spec, string field)
    {
        errors.Require(spec.Std is null || spec.Kind == InitializationKind.Normal, field + ".std", "belongs to the kind normal");
        errors.Require(spec.Std is null or (> 0 and <= float.MaxValue), field + ".std", "must be above 0 and at most 3.4e38");
        errors.Require(spec.Low is null || spec.Kind == InitializationKind.Uniform, field + ".low", "belongs to the kind uniform");
        errors.Require(spec.High is null || spec.Kind == InitializationKind.Uniform, field + ".high", "belongs to the kind uniform");
        errors.Require((spec.Low ?? -0.1) < (spec.High ?? 0.1), field + ".low", "must be below high; they are -0.1 and 0.1 where they are not given");
        errors.Require(spec.Low is null or (>= float.MinValue and <= float.MaxValue), field + ".low", Finite);
        errors.Require(spec.High is null or (>= float.MinValue and <= float.MaxValue), field + ".high", Finite);
        errors.Require(spec.Value is null || spec.Kind == InitializationKind.Constant, field + ".value", "belongs to the kind constant");
        errors.Require(spec.Value is not null || spec.Kind != InitializationKind.Constant, field + ".value", "is required with the kind constant");
        errors.Require(spec.Value is null or (>= float.MinValue and <= float.MaxValue), field + ".value", Finite);
    }
}
