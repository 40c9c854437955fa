using LearnML.Api.Jobs;
using LearnML.Api.Serving;
using LearnML.Contracts;
using LearnML.Training.Exporting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Models;

/// <summary>Exports model versions as files for other runtimes.</summary>
/// <param name="checkpoints">The checkpoints.</param>
/// <param name="cache">The loaded models.</param>
/// <param name="jobs">The jobs.</param>
public sealed class ModelDownload(JobCheckpoints checkpoints, ServedModelCache cache, JobStore jobs)
{
    /// <summary>The content type of the files.</summary>
    internal const string ContentType = "application/octet-stream";

    /// <summary>Returns a version in a format, or a problem if it cannot be exported in that format.</summary>
    public Task<IResult> AnswerAsync(ModelVersion version, ModelFormat format, HttpContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(context);
        return format switch
        {
            ModelFormat.Safetensors => Task.Run<IResult>(() => Safetensors(version, context.Response), cancellation),
            ModelFormat.Onnx => Task.Run(() => Onnx(version), cancellation),
            _ => TensorboardAsync(version, cancellation),
        };
    }

    private PushStreamHttpResult Safetensors(ModelVersion version, HttpResponse response)
    {
        var (header, weights) = checkpoints.Of(version.JobId).OpenPortable(version.Checkpoint);
        response.ContentLength = header.Length + weights.Length - weights.Position;
        return TypedResults.Stream(
            async body =>
            {
                await using (weights)
                {
                    await body.WriteAsync(header);
                    await weights.CopyToAsync(body);
                }
            },
            ContentType,
            Name(version) + ".safetensors");
    }

    private IResult Onnx(ModelVersion version)
    {
        try
        {
            return TypedResults.File(OnnxExport.Of(cache.Get(version).Predictor), ContentType, Name(version) + ".onnx");
        }
        catch (ExportException exception)
        {
            return TypedResults.Problem($"The version cannot be exported as ONNX. {exception.Message}", statusCode: StatusCodes.Status409Conflict);
        }
    }

    private async Task<IResult> TensorboardAsync(ModelVersion version, CancellationToken cancellation)
    {
        if (await jobs.FindAsync(version.JobId, cancellation) is not { StartedAt: { } startedAt })
        {
            return TypedResults.Problem(
                $"The job '{version.JobId}' that trained this version is not in this service, so there are no metrics to export.",
                statusCode: StatusCodes.Status404NotFound);
        }

        var epochs = await jobs.MetricsAsync(version.JobId, 0, cancellation);
        return await Task.Run(
            () =>
            {
                using var file = new MemoryStream();
                new TensorBoardFile(file, startedAt).Write(epochs, cache.Get(version).Predictor.Parameters());

                // TensorBoard only reads files with such a name.
                var fileName = $"events.out.tfevents.{startedAt.ToUnixTimeSeconds():D10}.{Name(version)}";
                return TypedResults.File(file.ToArray(), ContentType, fileName);
            },
            cancellation);
    }

    private static string Name(ModelVersion version) => FormattableString.Invariant($"{version.Name}-{version.Version}");
}
