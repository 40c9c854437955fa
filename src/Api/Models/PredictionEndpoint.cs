using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using LearnML.Training.Tables;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LearnML.Api.Models;

/// <summary>Reads what a model is asked, asks it, and answers.</summary>
/// <param name="predictors">The models in memory.</param>
/// <param name="options">The settings.</param>
public sealed class PredictionEndpoint(PredictorCache predictors, IOptions<LearnMLOptions> options)
{
    private const int MostWarnings = 1000;

    /// <summary>The type of CSV files.</summary>
    public const string Csv = "text/csv";

    /// <summary>Whether a request brings a CSV file.</summary>
    public static bool IsCsv(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request?.ContentType, out var type) && type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase);

    /// <summary>Answers images or rows in JSON.</summary>
    public async Task<IResult> JsonAsync(ModelVersion model, HttpRequest request, bool strict, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        var predictor = predictors.Get(model);
        var (errors, problems) = (new FieldErrors(), new List<CellProblem>());
        var predictions = Predict(predictor, body, errors, problems);
        foreach (var problem in strict ? problems : [])
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"rows[{problem.Row}].{problem.Column}"), problem.Reason);
        }

        return errors.None
            ? TypedResults.Ok(new PredictionResponse(
                model.Name, model.Version, predictions, [.. problems.OrderBy(problem => problem.Row).Select(problem => new PredictionWarning(problem.Row, problem.Column, problem.Reason))]))
            : TypedResults.ValidationProblem(errors.ToDictionary(), "The request does not fit the model; every reason is in errors.");
    }

    /// <summary>
    /// Answers a CSV file with one. Both lie on the disk meanwhile: a client that sends all before it reads would wait for us
    /// as we for it, and a bad row late in the file is still answered as a problem.
    /// </summary>
    public async Task<IResult> CsvAsync(ModelVersion model, HttpRequest request, bool strict, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = options.Value.MaximumUploadBytes;
        var predictor = predictors.Get(model);
        if (predictor.Description.Table is null)
        {
            throw new BadHttpRequestException("The model takes images, not rows of a table: send them as JSON instances.", StatusCodes.Status415UnsupportedMediaType);
        }

        var encoding = Encoding(request);

        await using var content = TemporaryFile();
        await request.Body.CopyToAsync(content, cancellation);
        content.Position = 0;
        var answers = TemporaryFile();
        try
        {
            await using (var writer = new StreamWriter(answers, leaveOpen: true))
            {
                await Task.Run(() => new CsvPrediction(predictor, strict, encoding).Run(content, writer), cancellation);
            }

            answers.Position = 0;
            return TypedResults.Stream(answers, Csv);
        }
        catch (TableFormatException exception)
        {
            await answers.DisposeAsync();
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]> { ["body"] = [.. exception.Problems.Select(problem => problem.ToString())] }, exception.Message);
        }
        catch
        {
            await answers.DisposeAsync();
            throw;
        }
    }

    private static Prediction[] Predict(Predictor predictor, MemoryStream body, FieldErrors errors, List<CellProblem> problems)
    {
        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);

        void Warn(CellProblem problem)
        {
            if (problems.Count < MostWarnings)
            {
                problems.Add(problem);
            }
        }

        try
        {
            if (predictor.Description.Table is { } table)
            {
                var rows = new RowsReader(table, errors, Warn).Read(bytes);
                return errors.None ? predictor.Predict(rows, Warn) : [];
            }

            var image = predictor.Description.Image!;
            var instances = new InstancesReader(image.Height, image.Width, errors).Read(bytes);
            return errors.None ? predictor.Predict(instances) : [];
        }
        catch (Exception exception) when (JsonBody.IsNotJson(exception))
        {
            throw new BadHttpRequestException($"The body is not JSON: {exception.Message}", exception);
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
