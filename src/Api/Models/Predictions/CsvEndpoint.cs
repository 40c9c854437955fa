using System.Diagnostics;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;
using LearnML.Training.Tables.Csv;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LearnML.Api.Models.Predictions;

/// <summary>Predicts the rows of a CSV file and returns a CSV file of predictions.</summary>
/// <param name="options">The settings.</param>
/// <param name="limit">Limits how many predictions are computed at the same time.</param>
/// <param name="meter">Counts predictions and measures how long they take.</param>
public sealed class CsvEndpoint(IOptions<LearnMLOptions> options, PredictionLimit limit, ServingMeter meter)
{
    /// <summary>The content type of CSV files.</summary>
    public const string ContentType = "text/csv";

    private const int CopyBufferBytes = 1 << 16;

    /// <summary>Returns whether the body of a request is a CSV file, by its content type.</summary>
    public static bool IsCsv(HttpRequest request) =>
        request?.ContentType is { } contentType && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads the CSV file of the request and returns the predictions as CSV, or a problem. Both files are stored on disk first.
    /// A client that sends its whole file before it reads would otherwise wait for the server while the server waits for the client.
    /// A bad row late in the file is also still reported as a problem.
    /// </summary>
    /// <param name="predictor">The model.</param>
    /// <param name="context">The request.</param>
    /// <param name="asked">What the request asks for.</param>
    /// <param name="details">The intervals and sets that it asks for.</param>
    /// <exception cref="BadHttpRequestException">The model takes images, the charset is not supported, or the file is too large.</exception>
    public Task<IResult> HandleAsync(Predictor predictor, HttpContext context, PredictionOptions asked, PredictionDetails details)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(context);
        return ReceiveAsync(predictor, context, async (content, encoding) => await HandleAsync(
            new CsvPredictor(predictor, asked, options.Value.Limits.TableColumns, encoding, details), content, context.RequestAborted));
    }

    /// <summary>Stores the CSV file of the request on disk and handles it.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="context">The request.</param>
    /// <param name="handle">Receives the file and its charset, null where the content type names none. The file is deleted afterwards.</param>
    /// <exception cref="BadHttpRequestException">The model takes images, the charset is not supported, or the file is too large.</exception>
    internal async Task<IResult> ReceiveAsync(Predictor predictor, HttpContext context, Func<FileStream, string?, Task<IResult>> handle)
    {
        var (request, cancellationToken) = (context.Request, context.RequestAborted);
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = options.Value.MaximumUploadBytes;
        if (predictor.Description.Table is null)
        {
            throw new BadHttpRequestException(
                "The model takes images, not table rows. Send images as JSON, in the field 'instances'.", StatusCodes.Status415UnsupportedMediaType);
        }

        if (limit.IsFull)
        {
            return limit.LimitReached(context);
        }

        var encoding = ReadCharset(request);
        await using var content = CreateTemporaryFile(limit.RequestFiles);
        var buffer = new byte[CopyBufferBytes];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            content.Reserve(content.Position + read);
            await content.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        content.Position = 0;
        return await handle(content, encoding);
    }

    // A file that has been received completely is not refused: it waits until it can be computed.
    private async Task<IResult> HandleAsync(CsvPredictor prediction, FileStream content, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await limit.EnterAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Predict(prediction, content, start, cancellationToken), cancellationToken);
        }
        finally
        {
            limit.Exit();
        }
    }

    private IResult Predict(CsvPredictor prediction, FileStream content, long start, CancellationToken cancellationToken)
    {
        using var memory = limit.Memory.ReserveUntilDisposed(prediction.ExplanationBytes);
        var predictions = CreateTemporaryFile(limit.AnswerFiles);
        try
        {
            using (var writer = new StreamWriter(predictions, leaveOpen: true))
            {
                var rows = prediction.Predict(content, writer, onWritten: () =>
                {
                    writer.Flush();
                    predictions.Reserve(predictions.Position);
                }, cancellationToken);
                meter.RecordAnswered(ServingMeter.Csv, rows, start);
            }

            predictions.Position = 0;
            return new DownloadResult(predictions, ContentType);
        }
        catch (TableFormatException exception)
        {
            predictions.Dispose();
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]> { ["body"] = [.. exception.Problems.Select(problem => problem.ToString())] }, exception.Message);
        }
        catch
        {
            predictions.Dispose();
            throw;
        }
    }

    /// <summary>Returns the charset of the content type; null where there is none.</summary>
    private static string? ReadCharset(HttpRequest request)
    {
        if (MediaTypeHeaderValue.Parse(request.ContentType) is not { Charset: { HasValue: true } charset })
        {
            return null;
        }

        var name = HeaderUtilities.RemoveQuotes(charset).Value;
        return CsvFormatReuse.SupportedEncodings.FirstOrDefault(encoding => encoding.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new BadHttpRequestException(
                $"The charset {name} of the content type is not supported. Use one of {string.Join(", ", CsvFormatReuse.SupportedEncodings)}.",
                StatusCodes.Status415UnsupportedMediaType);
    }

    private TemporaryFile CreateTemporaryFile(ByteBudget budget)
    {
        Directory.CreateDirectory(options.Value.UploadFolder);
        return new TemporaryFile(options.Value.NewUnfinishedFile(), budget);
    }
}
