using LearnML.Api.Models.Serving;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Exporting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Models.Transfer;

/// <summary>Exports model versions as files for other runtimes.</summary>
/// <param name="checkpoints">The checkpoints.</param>
/// <param name="cache">The loaded models.</param>
/// <param name="jobs">The jobs.</param>
/// <param name="events">Exports the epochs of the jobs.</param>
/// <param name="files">Makes the files.</param>
public sealed class ModelDownload(
    JobCheckpoints checkpoints, ServedModelCache cache, JobStore jobs, EventFiles events, DownloadFiles files)
{
    /// <summary>The content type of the files.</summary>
    internal const string ContentType = "application/octet-stream";

    /// <summary>Returns a version in a format, or a problem if it cannot be exported in that format.</summary>
    public Task<IResult> ExportAsync(ModelVersion version, ModelFormat format, HttpContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(context);
        return format switch
        {
            ModelFormat.Safetensors => Task.Run<IResult>(() => ExportSafetensors(version, context.Response), cancellationToken),
            ModelFormat.Onnx => ExportOnnxAsync(version, cancellationToken),
            _ => ExportTensorBoardAsync(version, cancellationToken),
        };
    }

    private PushStreamHttpResult ExportSafetensors(ModelVersion version, HttpResponse response)
    {
        var (header, weights) = checkpoints.GetFolder(version.JobId).OpenSafetensors(version.Checkpoint);
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
            GetFileName(version) + ".safetensors");
    }

    private async Task<IResult> ExportOnnxAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        try
        {
            var file = await files.OpenAsync(
                $"{version.JobId}/{version.Checkpoint}.onnx",
                (path, ended) => OnnxExporter.Export(cache.GetOrLoad(version).Predictor, path, ended),
                cancellationToken);
            return TypedResults.Stream(file, ContentType, GetFileName(version) + ".onnx");
        }
        catch (ExportException exception)
        {
            return TypedResults.Problem($"The version cannot be exported as ONNX. {exception.Message}", statusCode: StatusCodes.Status409Conflict);
        }
    }

    private async Task<IResult> ExportTensorBoardAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(version.JobId, cancellationToken) is not { StartedAt: { } startedAt } job)
        {
            return TypedResults.Problem(
                $"The job '{version.JobId}' that trained this version is not in this service, so there are no metrics to export.",
                statusCode: StatusCodes.Status404NotFound);
        }

        return await events.OpenAsync(
            job, startedAt, GetFileName(version), () => cache.GetOrLoad(version).Predictor.SummarizeParameters(), cancellationToken);
    }

    private static string GetFileName(ModelVersion version) => FormattableString.Invariant($"{version.Name}-{version.Version}");
}
