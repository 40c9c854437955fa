using LearnML.Api.Models.Inference.Reading;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;

namespace LearnML.Api.Models.Inference.Writing;

/// <summary>
/// The output tensors of a model. A classification model returns the label, the class index and all probabilities, and which classes are
/// in the set if the request asks for sets. A regression model returns the value, and the ends of its interval if the request asks for intervals.
/// </summary>
internal static class InferenceOutputs
{
    private static readonly string[] IntervalNames = [TensorNames.Value, TensorNames.Low, TensorNames.High];

    /// <summary>Returns the outputs.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="details">The intervals or sets that the request asks for.</param>
    public static IReadOnlyList<TensorDescription> Describe(Predictor predictor, PredictionDetails details) =>
        predictor.Description.Target is not null
        ? [.. (details.Intervals is not null ? IntervalNames : [TensorNames.Value]).Select(name => new TensorDescription(name, Datatype.Fp64, 1))]
        :
        [
            new TensorDescription(TensorNames.Label, Datatype.Bytes, 1),
            new TensorDescription(TensorNames.ClassIndex, Datatype.Int64, 1),
            new TensorDescription(TensorNames.Probabilities, Datatype.Fp32, predictor.OutputsPerRow),
            .. details.Sets is null ? [] : new[] { new TensorDescription(TensorNames.Set, Datatype.Bool, predictor.OutputsPerRow) },
        ];
}
