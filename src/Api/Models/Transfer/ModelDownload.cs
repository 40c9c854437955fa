using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Exporting;

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
    public Task<IResult> ExportAsync(ModelVersion version, ModelFormat format, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(context);
        return format switch
        {
            ModelFormat.Safetensors => Task.Run<IResult>(() => ExportSafetensors(version), context.RequestAborted),
            ModelFormat.Onnx => ExportOnnxAsync(version, context),
            _ => ExportTensorBoardAsync(version, context),
        };
    }

    private DownloadResult ExportSafetensors(ModelVersion version)
    {
        var (header, weights) = checkpoints.GetFolder(version.JobId).OpenSafetensors(version.Checkpoint);
        return new DownloadResult(weights, ContentType, GetFileName(version) + ".safetensors") { Start = header };
    }

    private async Task<IResult> ExportOnnxAsync(ModelVersion version, HttpContext context)
    {
        try
        {
            var file = await files.OpenAsync(
                context,
                $"{version.JobId}/{version.Checkpoint}.onnx",
                (path, ended) => OnnxExporter.Export(cache.GetOrLoad(version).Predictor, path, ended));
            return new DownloadResult(file, ContentType, GetFileName(version) + ".onnx");
        }
        catch (ExportException exception)
        {
            return TypedResults.Problem($"The version cannot be exported as ONNX. {exception.Message}", statusCode: StatusCodes.Status409Conflict);
        }
    }

    private async Task<IResult> ExportTensorBoardAsync(ModelVersion version, HttpContext context)
    {
        if (await jobs.FindAsync(version.JobId, context.RequestAborted) is not { StartedAt: { } startedAt } job)
        {
            return TypedResults.Problem(
                $"The job '{version.JobId}' that trained this version is not in this service, so there are no metrics to export.",
                statusCode: StatusCodes.Status404NotFound);
        }

        return await events.OpenAsync(
            context, job, startedAt, GetFileName(version), () => cache.GetOrLoad(version).Predictor.SummarizeParameters());
    }

    private static string GetFileName(ModelVersion version) => FormattableString.Invariant($"{version.Name}-{version.Version}");
}
