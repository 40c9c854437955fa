using LearnML.Api.Models.Inference.Reading;
using LearnML.Training.Predicting;

namespace LearnML.Api.Models.Inference.Writing;

/// <summary>
/// The output tensors of a model. A classification model returns the label, the class index and all probabilities. A regression model returns
/// the value.
/// </summary>
internal static class InferenceOutputs
{
    /// <summary>Returns the outputs.</summary>
    public static IReadOnlyList<TensorDescription> Describe(Predictor predictor) => predictor.Description.Target is not null
        ? [new TensorDescription(TensorNames.Value, Datatype.Fp64, 1)]
        :
        [
            new TensorDescription(TensorNames.Label, Datatype.Bytes, 1),
            new TensorDescription(TensorNames.ClassIndex, Datatype.Int64, 1),
            new TensorDescription(TensorNames.Probabilities, Datatype.Fp32, predictor.OutputsPerRow),
        ];
}
