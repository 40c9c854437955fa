using System.Diagnostics;
using System.Globalization;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Api.Limits;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Api.Problems;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Inference;

/// <summary>
/// The routes of the Open Inference Protocol, version 2, with Triton's extensions for binary tensors, repository index, configuration
/// and statistics (https://github.com/kserve/open-inference-protocol).
/// </summary>
internal static partial class InferenceRoutes
{
    private const string PathPrefix = "/v2";

    private static readonly InferenceErrorFormat ErrorFormat = new();

    public static void MapInference(this WebApplication app)
    {
        // Not in Swagger: clients know these routes from the specification of the protocol.
        var v2 = app.MapGroup(PathPrefix).RequireScope(Scope.Predict).WithMetadata(ErrorFormat).ExcludeFromDescription()
            .AddEndpointFilter(HandleErrorsAsync);

        v2.MapGet("/", () => Json(InferenceMetadata.Server));
        v2.MapGet("/health/live", () => Json(new { live = true }));
        v2.MapGet("/health/ready", () => Json(new { ready = true }));
        v2.MapGet("/models", ListAsync);
        v2.MapPost("/repository/index", IndexAsync);
        v2.MapGet("/models/stats", (InferenceStatistics statistics) => Json(statistics.Describe(null, null)));
        foreach (var model in new[] { "/models/{name}", "/models/{name}/versions/{version}" })
        {
            v2.MapGet(model, MetadataAsync);
            v2.MapGet(model + "/ready", ReadyAsync);
            v2.MapGet(model + "/config", ConfigurationAsync);
            v2.MapGet(model + "/stats", StatisticsAsync);
            v2.MapPost(model + "/infer", InferAsync).LimitBodySize(app.GetLimits().InferenceBytes);
        }

        app.MapFallback(PathPrefix + "/{**rest}", RouteNotFound).RequireScope(Scope.Predict).WithMetadata(ErrorFormat).ExcludeFromDescription();
    }

    private static IResult RouteNotFound(HttpContext context) =>
        ErrorFormat.Create($"There is no route {context.Request.Method} {context.Request.Path}.", StatusCodes.Status404NotFound);

    private static async Task<IResult> ListAsync(ModelStore models, CancellationToken cancellationToken) =>
        Json(new { models = (await models.ListAsync(cancellationToken)).Where(model => model.Serves is not null).Select(model => model.Name) });

    private static async Task<IResult> IndexAsync(ModelStore models, ServedModelCache cache, CancellationToken cancellationToken)
    {
        var versions = (await models.ListAsync(cancellationToken)).SelectMany(model => model.Versions).Where(version => version.DeletedAt is null);
        return Json(versions.Select(version =>
        {
            var failure = cache.GetLoadFailure(version);
            var state = failure is null ? "READY" : "UNAVAILABLE";
            return new { name = version.Name, version = FormatVersion(version.Version), state, reason = failure ?? "" };
        }));
    }

    private static async Task<IResult> MetadataAsync(
        string name, ModelStore models, ModelResolver resolver, CancellationToken cancellationToken, string? version = null)
    {
        var (_, model) = await ResolveAsync(name, version, resolver, cancellationToken);
        var versions = (await models.FindAsync(name, cancellationToken))!.Versions
            .Where(each => each.DeletedAt is null).Select(each => FormatVersion(each.Version)).Reverse();
        return Json(InferenceMetadata.DescribeModel(name, versions, model.Predictor));
    }

    private static async Task<IResult> ReadyAsync(string name, ModelResolver resolver, CancellationToken cancellationToken, string? version = null)
    {
        await ResolveAsync(name, version, resolver, cancellationToken);
        return Json(new { name, ready = true });
    }

    private static async Task<IResult> ConfigurationAsync(
        string name, ModelResolver resolver, CancellationToken cancellationToken, string? version = null) =>
        Json(InferenceMetadata.DescribeConfiguration(name, (await ResolveAsync(name, version, resolver, cancellationToken)).Model.Predictor));

    private static async Task<IResult> StatisticsAsync(
        string name, ModelResolver resolver, InferenceStatistics statistics, CancellationToken cancellationToken, string? version = null)
    {
        var (found, _) = await ResolveAsync(name, version, resolver, cancellationToken);
        return Json(statistics.Describe(name, version is null ? null : found.Version));
    }

    private static async Task<IResult> InferAsync(
        string name,
        HttpContext context,
        ModelResolver resolver,
        PredictionLimit limit,
        InferenceStatistics statistics,
        IOptions<LearnMLOptions> options,
        ServingMeter meter,
        string? version = null)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var body = await RequestBodyBuffer.ReadAsync(context.Request, limit, context.RequestAborted);
            var received = Stopwatch.GetTimestamp();
            if (!limit.TryEnter())
            {
                meter.RecordNotAnswered(ServingMeter.Inference, PredictionOutcome.Refused);
                return limit.LimitReached(context);
            }

            try
            {
                var (found, model) = await ResolveAsync(name, version, resolver, context.RequestAborted);
                var rows = await PredictAsync(body, found, model, context, statistics, options.Value.Limits, start);
                meter.RecordAnswered(ServingMeter.Inference, rows, received);
                return Results.Empty;
            }
            finally
            {
                limit.Exit();
            }
        }
        catch (Exception exception)
        {
            meter.RecordNotAnswered(ServingMeter.Inference, exception, context.RequestAborted);
            throw;
        }
    }

    private static async Task<int> PredictAsync(
        RequestBodyBuffer body,
        ModelVersion version,
        ServedModel model,
        HttpContext context,
        InferenceStatistics statistics,
        LimitOptions limits,
        long start)
    {
        var (warnings, predictor) = (new PredictionWarnings(), model.Predictor);
        try
        {
            var request = InferenceRequestReader.Read(body.Span, context.Request.Headers[InferenceRequestReader.JsonLengthHeader], limits.JsonDepth);
            using var rows = InferenceInputReader.Read(request, body.Span, predictor, limits.RowsPerPrediction, warnings.Add);
            var parsed = Stopwatch.GetElapsedTime(start);
            var outputs = await model.RunAsync(rows.Values);
            var computed = Stopwatch.GetElapsedTime(start) - parsed;
            if (predictor.FindOverflows(outputs) is { Count: > 0 } overflows)
            {
                throw new InferenceException($"There is no prediction for row {string.Join(", ", overflows)}: {Predictor.OverflowReason}.");
            }

            InferenceResponseWriter.Write(context.Response, request, version, predictor, outputs, warnings);
            statistics.Record(version, rows.RowCount, parsed, computed, Stopwatch.GetElapsedTime(start));
            return rows.RowCount;
        }
        catch (InferenceException)
        {
            statistics.Record(version, rows: 0, default, default, Stopwatch.GetElapsedTime(start));
            throw;
        }
    }

    private static async ValueTask<(ModelVersion Version, ServedModel Model)> ResolveAsync(
        string name, string? version, ModelResolver resolver, CancellationToken cancellationToken)
    {
        var reference = version is null ? new ModelReference(name)
            : int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new ModelReference(name, number)
            : new ModelReference(name, Alias: version);
        return await resolver.ResolveAsync(reference, cancellationToken)
            ?? throw new InferenceException($"There is no {reference}.", StatusCodes.Status404NotFound);
    }

    private static async ValueTask<object?> HandleErrorsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (InferenceException exception)
        {
            return ErrorFormat.Create(exception.Message, exception.Status);
        }
        catch (Exception exception) when (ProblemSetup.GetStatusCode(exception) is { } status and not StatusCodes.Status499ClientClosedRequest)
        {
            ProblemSetup.SetRetryAfter(context.HttpContext, exception);
            return ErrorFormat.Create(ProblemSetup.GetDetail(exception), status);
        }
        catch (Exception exception) when (ProblemSetup.GetStatusCode(exception) is null
            && !context.HttpContext.Response.HasStarted && !context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Handled here, because clients of the protocol read errors only in the form of the protocol.
            var request = context.HttpContext.Request;
            var log = context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(InferenceRoutes));
            LogFailed(log, exception, request.Method, request.Path);
            return ErrorFormat.Create("The request failed because of an error in the service.", StatusCodes.Status500InternalServerError);
        }
    }

    private static JsonWithoutCharsetResult Json(object value) => new(value, StatusCodes.Status200OK);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed.")]
    private static partial void LogFailed(ILogger log, Exception exception, string method, PathString path);

    private static string FormatVersion(int version) => version.ToString(CultureInfo.InvariantCulture);
}
