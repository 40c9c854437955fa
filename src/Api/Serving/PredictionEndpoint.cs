using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Serving;

/// <summary>Reads what a model is asked, asks it, and answers.</summary>
/// <param name="models">The models that answer.</param>
/// <param name="csv">Answers CSV files.</param>
public sealed class PredictionEndpoint(ServedModels models, CsvEndpoint csv)
{
    /// <summary>Answers images or rows in JSON, or a CSV file with one.</summary>
    /// <exception cref="BadHttpRequestException">It is neither, or too large.</exception>
    public async Task AnswerAsync(ModelReference reference, HttpContext context, bool strict)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isCsv = CsvEndpoint.IsCsv(context.Request);
        if (!isCsv)
        {
            JsonBody.RequireJson(context.Request);
        }

        if (await models.FindAsync(reference, context.RequestAborted) is not var (version, model))
        {
            await NoSuch(reference).ExecuteAsync(context);
        }
        else if (isCsv)
        {
            await (await csv.AnswerAsync(model.Predictor, context, strict)).ExecuteAsync(context);
        }
        else
        {
            await AnswerJsonAsync(version, model, context, strict);
        }
    }

    /// <summary>404</summary>
    internal static ProblemHttpResult NoSuch(ModelReference reference) => TypedResults.Problem(
        $"There is no {reference}. GET /api/models lists them.", statusCode: StatusCodes.Status404NotFound);

    private static async Task AnswerJsonAsync(ModelVersion version, ServedModel model, HttpContext context, bool strict)
    {
        var (errors, warnings) = (new FieldErrors(), new Warnings());
        using var rows = await ReadAsync(model.Predictor, context, errors, warnings);
        foreach (var problem in strict ? warnings.InOrder : [])
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"rows[{problem.Row}].{problem.Column}"), problem.Reason);
        }

        if (!errors.None)
        {
            await TypedResults.ValidationProblem(errors.ToDictionary(), "The request does not fit the model; every reason is in errors.").ExecuteAsync(context);
            return;
        }

        var outputs = await model.RunAsync(rows.Numbers);
        Write(context.Response, version, model.Predictor, outputs, warnings);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async ValueTask<InputRows> ReadAsync(Predictor predictor, HttpContext context, FieldErrors errors, Warnings warnings)
    {
        using var body = await RequestBytes.ReadAsync(context.Request, context.RequestAborted);
        try
        {
            return PredictionBody.Read(body.Span, predictor, errors, warnings.Add);
        }
        catch (Exception exception) when (JsonBody.IsNotJson(exception))
        {
            throw new BadHttpRequestException($"The body is not JSON: {exception.Message}", exception);
        }
    }

    private static void Write(HttpResponse response, ModelVersion version, Predictor predictor, float[] outputs, Warnings warnings)
    {
        var body = JsonBuffer.Rent();
        PredictionWriter.Write(body.Json, version, predictor, outputs, warnings.InOrder);
        body.WriteTo(response);
    }
}
