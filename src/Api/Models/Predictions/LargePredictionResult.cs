using System.Text.Json;
using LearnML.Api.Documentation;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;

namespace LearnML.Api.Models.Predictions;

/// <summary>
/// A <see cref="PredictionResponse"/> that is written while the client receives it, so that a large answer is never in memory as a whole.
/// </summary>
/// <param name="version">The version that made the predictions.</param>
/// <param name="predictor">The loaded model of that version.</param>
/// <param name="outputs">The outputs of the model, [rows, outputs per row].</param>
/// <param name="details">What each prediction has beside it.</param>
/// <param name="warnings">The values that the model could not use.</param>
internal sealed class LargePredictionResult(
    ModelVersion version, Predictor predictor, float[] outputs, PredictionDetails details, PredictionWarnings warnings) : IResult
{
    private const int FlushBytes = 1 << 16;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = RouteDocumentation.JsonContentType;
        var body = httpContext.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body);
        PredictionResponseWriter.WriteStart(json, version);
        for (var (start, row) = (0, 0); start < outputs.Length; start += predictor.OutputsPerRow, row++)
        {
            PredictionResponseWriter.WriteRow(json, predictor, outputs.AsSpan(start, predictor.OutputsPerRow), details, row);
            if (body.UnflushedBytes >= FlushBytes)
            {
                json.Flush();
                if (!await AnswerFlush.RunAsync(httpContext, body.UnflushedBytes))
                {
                    return;
                }
            }
        }

        PredictionResponseWriter.WriteEnd(json, warnings.OrderedByRow);
        json.Flush();
        await AnswerFlush.RunAsync(httpContext, body.UnflushedBytes);
    }
}
