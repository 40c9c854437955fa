using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Ranges;
using LearnML.Contracts;

namespace LearnML.Api.Specs.Networks;

/// <summary>Validates an initialization.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class InitializationCheck(FieldErrors errors)
{
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
        FieldRange.CheckAll(spec, field, errors);
        errors.Require(spec.Std is null || spec.Kind == InitializationKind.Normal, field + ".std", "only applies to the kind normal");
        CheckUniform(spec, field);
        errors.Require(spec.Value is null || spec.Kind == InitializationKind.Constant, field + ".value", "only applies to the kind constant");
        errors.Require(spec.Value is not null || spec.Kind != InitializationKind.Constant, field + ".value", "is required with the kind constant");
        errors.Require(Float32.Fits(spec.Value), field + ".value", Float32.Rule);
    }

    private void CheckUniform(InitializationSpec spec, string field)
    {
        const double Low = InitializationSpec.DefaultLow;
        const double High = InitializationSpec.DefaultHigh;
        errors.Require(spec.Low is null || spec.Kind == InitializationKind.Uniform, field + ".low", "only applies to the kind uniform");
        errors.Require(spec.High is null || spec.Kind == InitializationKind.Uniform, field + ".high", "only applies to the kind uniform");
        errors.Require((spec.Low ?? Low) < (spec.High ?? High), field + ".low",
            string.Create(CultureInfo.InvariantCulture, $"must be below high; the defaults are {Low} and {High}"));
        errors.Require(Float32.Fits(spec.Low), field + ".low", Float32.Rule);
        errors.Require(Float32.Fits(spec.High), field + ".high", Float32.Rule);
    }
}
