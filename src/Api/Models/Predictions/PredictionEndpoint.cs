using System.Diagnostics;
using System.Globalization;
using System.Text;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Predictions;

/// <summary>Handles prediction requests in JSON and CSV: reads the request, runs the model and writes the response.</summary>
/// <param name="resolver">Finds the model of a request.</param>
/// <param name="csv">Handles CSV files.</param>
/// <param name="limit">Limits how many predictions are computed at the same time.</param>
/// <param name="options">The settings.</param>
/// <param name="meter">Counts predictions and measures how long they take.</param>
public sealed class PredictionEndpoint(
    ModelResolver resolver, CsvEndpoint csv, PredictionLimit limit, IOptions<LearnMLOptions> options, ServingMeter meter)
{
    /// <summary>A smaller answer costs less memory than the rest of a request, so it is not counted.</summary>
    private const long CountedAnswerBytes = 1 << 16;

    // The names, quotes and brackets of a contribution, and its number.
    private const int ContributionBytes = 48;
    private const int IntervalBytes = 80;
    private const int NameBytes = 3;

    /// <summary>A larger answer is sent while it is written.</summary>
    private const long BufferedAnswerBytes = 1 << 20;

    /// <summary>Predicts images or rows in JSON, or the rows of a CSV file, and writes the response in the same format.</summary>
    /// <exception cref="BadHttpRequestException">The body is neither JSON nor CSV, or it is too large.</exception>
    public async Task HandleAsync(ModelReference reference, HttpContext context, PredictionOptions asked)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isCsv = CsvEndpoint.IsCsv(context.Request);
        var form = isCsv ? ServingMeter.Csv : ServingMeter.Json;
        IResult? problem;
        try
        {
            problem = await (isCsv ? PredictCsvAsync(reference, context, asked) : PredictJsonAsync(reference, context, asked));
            if (problem is not (null or IStatusCodeHttpResult { StatusCode: >= 400 }))
            {
                // A CSV file or a large answer. Its predictions are already counted.
                await problem.ExecuteAsync(context);
                return;
            }
        }
        catch (Exception exception)
        {
            meter.RecordNotAnswered(form, exception, context.RequestAborted);
            throw;
        }

        // The prediction is counted by now, so a client that disconnects from here on is not counted a second time.
        // The permit of the limit is released too, so no other request waits for a client that reads slowly.
        if (problem is null)
        {
            await AnswerFlush.RunAsync(context, context.Response.ContentLength ?? 0);
            return;
        }

        var isRefused = problem is IStatusCodeHttpResult { StatusCode: StatusCodes.Status503ServiceUnavailable };
        meter.RecordNotAnswered(form, isRefused ? PredictionOutcome.Refused : PredictionOutcome.Invalid);
        await problem.ExecuteAsync(context);
    }

    private async ValueTask<IResult?> PredictCsvAsync(ModelReference reference, HttpContext context, PredictionOptions asked)
    {
        if (await resolver.ResolveAsync(reference, context.RequestAborted) is not var (_, model))
        {
            return ModelProblems.NotFound(reference);
        }

        var errors = new FieldErrors();
        var details = asked.CreateDetails(model.Predictor, errors);
        return errors.IsEmpty ? await csv.HandleAsync(model.Predictor, context, asked, details) : DoesNotFit(errors);
    }

    /// <summary>Writes the response, which the caller must flush.</summary>
    /// <returns>The problem to send instead; null if the response is written.</returns>
    private async ValueTask<IResult?> PredictJsonAsync(ModelReference reference, HttpContext context, PredictionOptions asked)
    {
        JsonBody.RequireJsonContentType(context.Request);
        using var body = await RequestBodyBuffer.ReadAsync(context.Request, limit, context.RequestAborted);
        var start = Stopwatch.GetTimestamp();
        if (!limit.TryEnter())
        {
            return limit.LimitReached(context);
        }

        try
        {
            if (await resolver.ResolveAsync(reference, context.RequestAborted) is not var (version, model))
            {
                return ModelProblems.NotFound(reference);
            }

            var (errors, warnings) = (new FieldErrors(), new PredictionWarnings());
            using var rows = ReadInputs(body, model.Predictor, errors, warnings, asked.Strict, context.RequestAborted);
            var details = asked.CreateDetails(model.Predictor, errors);
            var explainer = errors.IsEmpty ? asked.CreateExplainer(model.Predictor, rows.RowCount, errors) : null;
            var answerBytes = errors.IsEmpty ? rows.RowCount * (model.AnswerBytesPerRow + CountDetailBytes(explainer, details)) : 0;
            if (answerBytes > CountedAnswerBytes)
            {
                var outputBytes = sizeof(float) * (long)rows.RowCount * model.Predictor.OutputsPerRow;
                limit.Memory.ReserveUntilAnswered(context).Add(outputBytes + Math.Min(answerBytes, BufferedAnswerBytes));
            }

            var outputs = errors.IsEmpty ? await model.RunAsync(rows.Values, context.RequestAborted) : [];
            foreach (var row in model.Predictor.FindOverflows(outputs))
            {
                var field = model.Predictor.Encoder is null ? TensorNames.Instances : TensorNames.Rows;
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"{field}[{row}]"), Predictor.OverflowReason);
            }

            details = explainer is not null && errors.IsEmpty
                ? details with { Explanations = await ExplainAsync(explainer, rows.Values, outputs, errors, context) } : details;
            if (!errors.IsEmpty)
            {
                return DoesNotFit(errors);
            }

            meter.RecordAnswered(ServingMeter.Json, rows.RowCount, start);
            if (answerBytes > BufferedAnswerBytes)
            {
                return new LargePredictionResult(version, model.Predictor, outputs, details, warnings);
            }

            WriteResponse(context.Response, version, model.Predictor, outputs, details, warnings);
            return null;
        }
        finally
        {
            limit.Exit();
        }
    }

    private InputRows ReadInputs(
        RequestBodyBuffer body,
        Predictor predictor,
        FieldErrors errors,
        PredictionWarnings warnings,
        bool strict,
        CancellationToken cancellationToken)
    {
        try
        {
            var rows = PredictionBodyReader.Read(body.Span, predictor, options.Value.Limits, limit, errors, warnings, cancellationToken);
            foreach (var problem in strict ? warnings.OrderedByRow : [])
            {
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"rows[{problem.Row}].{problem.Column}"), WarningText.Describe(problem));
            }

            return rows;
        }
        catch (Exception exception) when (JsonBody.IsJsonError(exception))
        {
            throw new BadHttpRequestException($"The body is not JSON: {JsonMistake.Describe(exception)}.", exception);
        }
    }

    /// <summary>Returns about how many bytes the explanation, the interval and the set of one row have in an answer at most.</summary>
    private static long CountDetailBytes(PredictionExplainer? explainer, PredictionDetails details) =>
        (details.Intervals is null ? 0 : IntervalBytes)
        + (details.Sets?.Classes.Sum(name => (long)Encoding.UTF8.GetByteCount(name) + NameBytes) ?? 0)
        + (explainer?.Columns.Sum(column => (long)Encoding.UTF8.GetByteCount(column) + ContributionBytes) ?? 0);

    private async Task<PredictionExplanations> ExplainAsync(
        PredictionExplainer explainer, ReadOnlyMemory<float> inputs, float[] outputs, FieldErrors errors, HttpContext context)
    {
        limit.Memory.ReserveUntilAnswered(context).Add(explainer.Bytes);
        var explanations = await Task.Run(() => explainer.Explain(inputs, outputs, context.RequestAborted), context.RequestAborted);
        if (explanations.FindOverflow() is >= 0 and var row)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{TensorNames.Rows}[{row}]"), PredictionExplainer.OverflowReason);
        }

        return explanations;
    }

    private static ValidationProblem DoesNotFit(FieldErrors errors) =>
        TypedResults.ValidationProblem(errors.ToDictionary(), "The request does not fit the model; see errors for every reason.");

    private static void WriteResponse(
        HttpResponse response, ModelVersion version, Predictor predictor, float[] outputs, PredictionDetails details, PredictionWarnings warnings)
    {
        var body = JsonResponseBuffer.ForCurrentThread();
        PredictionResponseWriter.Write(body.Writer, version, predictor, outputs, details, warnings.OrderedByRow);
        body.WriteTo(response);
    }
}
