using System.Diagnostics;
using LearnML.Api.Telemetry;
using LearnML.Training.Predicting;
using LearnML.Training.Tables;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LearnML.Api.Serving;

/// <summary>Predicts the rows of a CSV file and returns a CSV file of predictions.</summary>
/// <param name="options">The settings.</param>
/// <param name="limit">Limits how many predictions are computed at the same time.</param>
/// <param name="meter">Counts predictions and measures how long they take.</param>
public sealed class CsvEndpoint(IOptions<LearnMLOptions> options, PredictionLimit limit, ServingMeter meter)
{
    /// <summary>The content type of CSV files.</summary>
    public const string Csv = "text/csv";

    private const int CopiedBytes = 1 << 16;

    /// <summary>Returns whether the body of a request is a CSV file, by its content type.</summary>
    public static bool IsCsv(HttpRequest request) =>
        request?.ContentType is { } contentType && contentType.StartsWith(Csv, StringComparison.OrdinalIgnoreCase)
        && MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads the CSV file of the request and returns the predictions as CSV, or a problem. Both files are stored on disk first.
    /// A client that sends its whole file before it reads would otherwise wait for the server while the server waits for the client.
    /// A bad row late in the file is also still reported as a problem.
    /// </summary>
    /// <exception cref="BadHttpRequestException">The model takes images, the charset is not supported, or the file is too large.</exception>
    public async Task<IResult> AnswerAsync(Predictor predictor, HttpContext context, bool strict)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(context);
        var (request, cancellation) = (context.Request, context.RequestAborted);
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = options.Value.MaximumUploadBytes;
        if (predictor.Description.Table is null)
        {
            throw new BadHttpRequestException(
                "The model takes images, not table rows. Send images as JSON, in the field 'instances'.", StatusCodes.Status415UnsupportedMediaType);
        }

        if (limit.IsFull)
        {
            return limit.Refuse(context);
        }

        var encoding = Encoding(request);
        RequestBytes.RequireRate(request);
        var reserved = 0L;
        try
        {
            await using var content = TemporaryFile();
            var buffer = new byte[CopiedBytes];
            while (await request.Body.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                limit.HoldOnDisk(read);
                reserved += read;
                await content.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }

            content.Position = 0;
            return await AnswerAsync(new CsvPrediction(predictor, strict, encoding), content, cancellation);
        }
        finally
        {
            limit.ReleaseOnDisk(reserved);
        }
    }

    // A file that has been received completely is not refused: it waits until it can be computed.
    private async Task<IResult> AnswerAsync(CsvPrediction prediction, FileStream content, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        await limit.EnterAsync(cancellation);
        try
        {
            return await Task.Run(() => Answer(prediction, content, start, cancellation), cancellation);
        }
        finally
        {
            limit.Leave();
        }
    }

    private IResult Answer(CsvPrediction prediction, FileStream content, long start, CancellationToken cancellation)
    {
        var predictions = TemporaryFile();
        try
        {
            using (var writer = new StreamWriter(predictions, leaveOpen: true))
            {
                meter.Answered(ServingMeter.Csv, prediction.Run(content, writer, cancellation), start);
            }

            predictions.Position = 0;
            return TypedResults.Stream(predictions, Csv);
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
    private static string? Encoding(HttpRequest request)
    {
        if (MediaTypeHeaderValue.Parse(request.ContentType) is not { Charset: { HasValue: true } charset })
        {
            return null;
        }

        var name = HeaderUtilities.RemoveQuotes(charset).Value;
        return FamiliarFile.Encodings.FirstOrDefault(encoding => encoding.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new BadHttpRequestException(
                $"The charset {name} of the content type is not supported. Use one of {string.Join(", ", FamiliarFile.Encodings)}.",
                StatusCodes.Status415UnsupportedMediaType);
    }

    private FileStream TemporaryFile()
    {
        Directory.CreateDirectory(options.Value.UploadFolder);
        return new FileStream(
            options.Value.UnfinishedFile(), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
    }
}
