using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Specs;

/// <summary>Validates an initialization.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class InitializationCheck(FieldErrors errors)
{
    private const string FiniteRule = "must be at most 3.4e38 in magnitude";

    /// <summary>Validates all fields of the initialization.</summary>
    public void Check(InitializationSpec spec, string field)
    {
        CheckNumbers(spec, field);
        if (spec.Bias is { } bias)
        {
            errors.Require(
                bias.Kind is InitializationKind.Default or InitializationKind.Normal or InitializationKind.Uniform
                    or InitializationKind.Constant or InitializationKind.Zeros,
                field + ".bias.kind",
                "must be one of default, normal, uniform, constant, zeros");
            errors.Require(bias.Bias is null, field + ".bias.bias", "only applies to weights");
            CheckNumbers(bias, field + ".bias");
        }
    }

    private void CheckNumbers(InitializationSpec spec, string field)
    {
        errors.Require(spec.Std is null || spec.Kind == InitializationKind.Normal, field + ".std", "only applies to the kind normal");
        errors.Require(spec.Std is null or (> 0 and <= float.MaxValue), field + ".std", "must be above 0 and at most 3.4e38");
        errors.Require(spec.Low is null || spec.Kind == InitializationKind.Uniform, field + ".low", "only applies to the kind uniform");
        errors.Require(spec.High is null || spec.Kind == InitializationKind.Uniform, field + ".high", "only applies to the kind uniform");
        errors.Require((spec.Low ?? -0.1) < (spec.High ?? 0.1), field + ".low", "must be below high; the defaults are -0.1 and 0.1");
        errors.Require(spec.Low is null or (>= float.MinValue and <= float.MaxValue), field + ".low", FiniteRule);
        errors.Require(spec.High is null or (>= float.MinValue and <= float.MaxValue), field + ".high", FiniteRule);
        errors.Require(spec.Value is null || spec.Kind == InitializationKind.Constant, field + ".value", "only applies to the kind constant");
        errors.Require(spec.Value is not null || spec.Kind != InitializationKind.Constant, field + ".value", "is required with the kind constant");
        errors.Require(spec.Value is null or (>= float.MinValue and <= float.MaxValue), field + ".value", FiniteRule);
    }
}
