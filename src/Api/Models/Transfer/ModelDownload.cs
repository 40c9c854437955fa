using LearnML.Api.Models.Serving;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Exporting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Models.Transfer;

/// <summary>
/// Exports model versions as files for other runtimes. ONNX files are made one after another, because each takes the memory of the weights several
/// times over; an export ends when its client leaves or the service stops.
/// </summary>
/// <param name="checkpoints">The checkpoints.</param>
/// <param name="cache">The loaded models.</param>
/// <param name="jobs">The jobs.</param>
/// <param name="history">The epochs of the jobs.</param>
/// <param name="lifetime">Tells that the service stops.</param>
public sealed class ModelDownload(
    JobCheckpoints checkpoints, ServedModelCache cache, JobStore jobs, JobHistory history, IHostApplicationLifetime lifetime) : IDisposable
{
    /// <summary>The content type of the files.</summary>
    internal const string ContentType = "application/octet-stream";

    private readonly SemaphoreSlim onnxTurn = new(1);

    /// <inheritdoc/>
    public void Dispose() => onnxTurn.Dispose();

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
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await onnxTurn.WaitAsync(ended.Token);
            try
            {
                return await Task.Run(() => ExportOnnx(version, ended.Token), ended.Token);
            }
            finally
            {
                onnxTurn.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TypedResults.Problem(
                "The service is stopping. Try again when it has started again.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private IResult ExportOnnx(ModelVersion version, CancellationToken cancellationToken)
    {
        try
        {
            var file = OnnxExporter.Export(cache.GetOrLoad(version).Predictor, cancellationToken);
            return TypedResults.File(file, ContentType, GetFileName(version) + ".onnx");
        }
        catch (ExportException exception)
        {
            return TypedResults.Problem($"The version cannot be exported as ONNX. {exception.Message}", statusCode: StatusCodes.Status409Conflict);
        }
    }

    private async Task<IResult> ExportTensorBoardAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(version.JobId, cancellationToken) is not { StartedAt: { } startedAt })
        {
            return TypedResults.Problem(
                $"The job '{version.JobId}' that trained this version is not in this service, so there are no metrics to export.",
                statusCode: StatusCodes.Status404NotFound);
        }

        var epochs = await history.GetMetricsAsync(version.JobId, 0, cancellationToken);
        return await Task.Run(
            () =>
            {
                using var file = new MemoryStream();
                new TensorBoardWriter(file, startedAt).Write(epochs, cache.GetOrLoad(version).Predictor.SummarizeParameters());
                return TypedResults.File(file.ToArray(), ContentType, TensorBoardWriter.GetFileName(startedAt, GetFileName(version)));
            },
            cancellationToken);
    }

    private static string GetFileName(ModelVersion version) => FormattableString.Invariant($"{version.Name}-{version.Version}");
}
