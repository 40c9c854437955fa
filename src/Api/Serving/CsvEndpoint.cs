using System.Diagnostics;
using LearnML.Api.Telemetry;
using LearnML.Training.Predicting;
using LearnML.Training.Tables;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LearnML.Api.Serving;

/// <summary>Answers CSV files.</summary>
/// <param name="options">The settings.</param>
/// <param name="limit">How many predictions there may be at once.</param>
/// <param name="meter">Measures what is answered.</param>
public sealed class CsvEndpoint(IOptions<LearnMLOptions> options, PredictionLimit limit, ServingMeter meter)
{
    /// <summary>The type of CSV files.</summary>
    public const string Csv = "text/csv";

    private const int CopiedBytes = 1 << 16;

    /// <summary>Whether a request brings a CSV file.</summary>
    public static bool IsCsv(HttpRequest request) =>
        request?.ContentType is { } given && given.StartsWith(Csv, StringComparison.OrdinalIgnoreCase)
        && MediaTypeHeaderValue.TryParse(given, out var type) && type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Answers a CSV file with one. Both lie on the disk meanwhile: a client that sends all before it reads would wait for us
    /// as we for it, and a bad row late in the file is still answered as a problem.
    /// </summary>
    public async Task<IResult> AnswerAsync(Predictor predictor, HttpContext context, bool strict)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(context);
        var (request, cancellation) = (context.Request, context.RequestAborted);
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = options.Value.MaximumUploadBytes;
        if (predictor.Description.Table is null)
        {
            throw new BadHttpRequestException("The model takes images, not rows of a table: send them as JSON instances.", StatusCodes.Status415UnsupportedMediaType);
        }

        if (limit.IsFull)
        {
            return limit.Refuse(context);
        }

        var encoding = Encoding(request);
        RequestBytes.RequireRate(request);
        var held = 0L;
        try
        {
            await using var content = TemporaryFile();
            var buffer = new byte[CopiedBytes];
            while (await request.Body.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                limit.HoldOnDisk(read);
                held += read;
                await content.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }

            content.Position = 0;
            return await AnswerAsync(new CsvPrediction(predictor, strict, encoding), content, cancellation);
        }
        finally
        {
            limit.ReleaseOnDisk(held);
        }
    }

    /// <summary>It came a long way: now it waits for its turn.</summary>
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
        var answers = TemporaryFile();
        try
        {
            using (var writer = new StreamWriter(answers, leaveOpen: true))
            {
                meter.Answered(ServingMeter.Csv, prediction.Run(content, writer, cancellation), start);
            }

            answers.Position = 0;
            return TypedResults.Stream(answers, Csv);
        }
        catch (TableFormatException exception)
        {
            answers.Dispose();
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]> { ["body"] = [.. exception.Problems.Select(problem => problem.ToString())] }, exception.Message);
        }
        catch
        {
            answers.Dispose();
            throw;
        }
    }

    /// <summary>The encoding that the content type tells; null where it tells none.</summary>
    private static string? Encoding(HttpRequest request)
    {
        if (MediaTypeHeaderValue.Parse(request.ContentType) is not { Charset: { HasValue: true } charset })
        {
            return null;
        }

        var name = HeaderUtilities.RemoveQuotes(charset).Value;
        return FamiliarFile.Encodings.FirstOrDefault(encoding => encoding.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new BadHttpRequestException(
            $"The charset {name} of the content type is not one that is read here; there are {string.Join(", ", FamiliarFile.Encodings)}.",
            StatusCodes.Status415UnsupportedMediaType);
    }

    private FileStream TemporaryFile()
    {
        Directory.CreateDirectory(options.Value.UploadFolder);
        return new FileStream(
            options.Value.UnfinishedFile(), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
    }
}
