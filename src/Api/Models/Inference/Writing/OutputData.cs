using System.Text.Json.Serialization;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;

namespace LearnML.Api.Models.Inference.Writing;

/// <summary>The elements of an output tensor, which are written as JSON directly from the outputs of the model.</summary>
/// <param name="Name">The name of the tensor.</param>
/// <param name="Predictor">The model.</param>
/// <param name="Outputs">The outputs of the model, [rows, outputs per row].</param>
/// <param name="Details">The intervals or sets that the request asks for.</param>
[JsonConverter(typeof(OutputDataConverter))]
internal sealed record OutputData(string Name, Predictor Predictor, float[] Outputs, PredictionDetails Details);
