using System.Diagnostics;
using System.Globalization;
using LearnML.Api.Access;
using LearnML.Api.Limits;
using LearnML.Api.Models;
using LearnML.Api.Problems;
using LearnML.Api.Serving;
using LearnML.Api.Telemetry;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Inference;

/// <summary>
/// The routes of the Open Inference Protocol, version 2, with Triton's extensions for binary tensors, repository index, configuration
/// and statistics (https://github.com/kserve/open-inference-protocol).
/// </summary>
internal static partial class InferenceRoutes
{
    /// <summary>The path prefix of all routes of the protocol.</summary>
    public const string Path = "/v2";

    public static void MapInference(this WebApplication app)
    {
        // Not in Swagger: clients know these routes from the specification of the protocol.
        var v2 = app.MapGroup(Path).For(Scope.Predict).ExcludeFromDescription().AddEndpointFilter(AnswerErrorsAsync);

        v2.MapGet("/", () => Json(InferenceMetadata.Server));
        v2.MapGet("/health/live", () => Json(new { live = true }));
        v2.MapGet("/health/ready", () => Json(new { ready = true }));
        v2.MapGet("/models", ListAsync);
        v2.MapPost("/repository/index", IndexAsync);
        v2.MapGet("/models/stats", (InferenceStatistics statistics) => Json(statistics.Of(null, null)));
        foreach (var model in new[] { "/models/{name}", "/models/{name}/versions/{version}" })
        {
            v2.MapGet(model, MetadataAsync);
            v2.MapGet(model + "/ready", ReadyAsync);
            v2.MapGet(model + "/config", ConfigurationAsync);
            v2.MapGet(model + "/stats", StatisticsAsync);
            v2.MapPost(model + "/infer", InferAsync).TakesBytes(app.Limits().InferenceBytes);
        }

        app.MapFallback(Path + "/{**rest}", NoSuchRoute).For(Scope.Predict).ExcludeFromDescription();
    }

    /// <summary>Returns an error in the form of the protocol.</summary>
    public static PlainJson Error(string message, int status) => Json(new { error = message }, status);

    private static PlainJson NoSuchRoute(HttpContext context) =>
        Error($"There is no route {context.Request.Method} {context.Request.Path}.", StatusCodes.Status404NotFound);

    private static async Task<IResult> ListAsync(ModelStore models, CancellationToken cancellation) =>
        Json(new { models = (await models.ListAsync(cancellation)).Where(model => model.Serves is not null).Select(model => model.Name) });

    private static async Task<IResult> IndexAsync(ModelStore models, ServedModelCache cache, CancellationToken cancellation)
    {
        var versions = (await models.ListAsync(cancellation)).SelectMany(model => model.Versions).Where(version => version.DeletedAt is null);
        return Json(versions.Select(version =>
        {
            var failure = cache.FailureOf(version);
            var state = failure is null ? "READY" : "UNAVAILABLE";
            return new { name = version.Name, version = Text(version.Version), state, reason = failure ?? "" };
        }));
    }

    private static async Task<IResult> MetadataAsync(
        string name, ModelStore models, ServedModels served, CancellationToken cancellation, string? version = null)
    {
        var (_, model) = await FindAsync(name, version, served, cancellation);
        var versions = (await models.FindAsync(name, cancellation))!.Versions
            .Where(each => each.DeletedAt is null).Select(each => Text(each.Version)).Reverse();
        return Json(InferenceMetadata.Of(name, versions, model.Predictor));
    }

    private static async Task<IResult> ReadyAsync(string name, ServedModels served, CancellationToken cancellation, string? version = null)
    {
        await FindAsync(name, version, served, cancellation);
        return Json(new { name, ready = true });
    }

    private static async Task<IResult> ConfigurationAsync(
        string name, ServedModels served, CancellationToken cancellation, string? version = null) =>
        Json(InferenceMetadata.Configuration(name, (await FindAsync(name, version, served, cancellation)).Model.Predictor));

    private static async Task<IResult> StatisticsAsync(
        string name, ServedModels served, InferenceStatistics statistics, CancellationToken cancellation, string? version = null)
    {
        var (found, _) = await FindAsync(name, version, served, cancellation);
        return Json(statistics.Of(name, version is null ? null : found.Version));
    }

    private static async Task<IResult> InferAsync(
        string name,
        HttpContext context,
        ServedModels served,
        PredictionLimit limit,
        InferenceStatistics statistics,
        IOptions<LearnMLOptions> options,
        ServingMeter meter,
        string? version = null)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var body = await RequestBytes.ReadAsync(context.Request, limit, context.RequestAborted);
            var received = Stopwatch.GetTimestamp();
            if (!limit.TryEnter())
            {
                meter.NotAnswered(ServingMeter.Inference, PredictionOutcome.Refused);
                return limit.Refuse(context);
            }

            try
            {
                var (found, model) = await FindAsync(name, version, served, context.RequestAborted);
                var rows = await AnswerAsync(body, found, model, context, statistics, options.Value.Limits, start);
                meter.Answered(ServingMeter.Inference, rows, received);
                return Results.Empty;
            }
            finally
            {
                limit.Leave();
            }
        }
        catch (Exception exception)
        {
            meter.NotAnswered(ServingMeter.Inference, exception, context.RequestAborted);
            throw;
        }
    }

    private static async Task<int> AnswerAsync(
        RequestBytes body,
        ModelVersion version,
        ServedModel model,
        HttpContext context,
        InferenceStatistics statistics,
        LimitOptions limits,
        long start)
    {
        var (warnings, predictor) = (new Warnings(), model.Predictor);
        try
        {
            var request = InferenceReader.Read(body.Span, context.Request.Headers[InferenceReader.JsonLengthHeader], limits.JsonDepth);
            using var rows = InferenceInputs.Read(request, body.Span, predictor, limits.RowsPerPrediction, warnings.Add);
            var parsed = Stopwatch.GetElapsedTime(start);
            var outputs = await model.RunAsync(rows.Numbers);
            var computed = Stopwatch.GetElapsedTime(start) - parsed;
            if (predictor.Overflows(outputs) is { Count: > 0 } overflows)
            {
                throw new InferenceException($"There is no prediction for row {string.Join(", ", overflows)}: {Predictor.OverflowReason}.");
            }

            InferenceResponse.Write(context.Response, request, version, predictor, outputs, warnings);
            statistics.Count(version, rows.Rows, parsed, computed, Stopwatch.GetElapsedTime(start));
            return rows.Rows;
        }
        catch (InferenceException)
        {
            statistics.Count(version, rows: 0, default, default, Stopwatch.GetElapsedTime(start));
            throw;
        }
    }

    private static async ValueTask<(ModelVersion Version, ServedModel Model)> FindAsync(
        string name, string? version, ServedModels served, CancellationToken cancellation)
    {
        var reference = version is null ? new ModelReference(name)
            : int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new ModelReference(name, number)
            : new ModelReference(name, Alias: version);
        return await served.FindAsync(reference, cancellation)
            ?? throw new InferenceException($"There is no {reference}.", StatusCodes.Status404NotFound);
    }

    private static async ValueTask<object?> AnswerErrorsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (InferenceException exception)
        {
            return Error(exception.Message, exception.Status);
        }
        catch (Exception exception) when (ProblemSetup.Known(exception) is { } status and not StatusCodes.Status499ClientClosedRequest)
        {
            ProblemSetup.SayWhen(context.HttpContext, exception);
            return Error(ProblemSetup.Reason(exception), status);
        }
        catch (Exception exception) when (ProblemSetup.Known(exception) is null
            && !context.HttpContext.Response.HasStarted && !context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Handled here, because clients of the protocol read errors only in the form of the protocol.
            var request = context.HttpContext.Request;
            var log = context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(InferenceRoutes));
            Failed(log, exception, request.Method, request.Path);
            return Error("The request failed because of an error in the service.", StatusCodes.Status500InternalServerError);
        }
    }

    private static PlainJson Json(object value, int status = StatusCodes.Status200OK) => new PlainJson(value, status);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed.")]
    private static partial void Failed(ILogger log, Exception exception, string method, PathString path);

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);
}
