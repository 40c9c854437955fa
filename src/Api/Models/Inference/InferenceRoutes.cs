using LearnML.Api.Access.Scopes;
using LearnML.Api.Limits;
using LearnML.Api.Models.Inference.Protocol;
using LearnML.Contracts;

namespace LearnML.Api.Models.Inference;

/// <summary>
/// The routes of the Open Inference Protocol, version 2, with Triton's extensions for binary tensors, repository index, configuration
/// and statistics (https://github.com/kserve/open-inference-protocol).
/// </summary>
internal static class InferenceRoutes
{
    private const string PathPrefix = "/v2";

    private static readonly InferenceErrorFormat ErrorFormat = new();

    public static void MapInference(this WebApplication app)
    {
        // Not in Swagger: clients know these routes from the specification of the protocol.
        var v2 = app.MapGroup(PathPrefix).RequireScope(Scope.Predict).WithMetadata(ErrorFormat).ExcludeFromDescription()
            .AddEndpointFilter(InferenceErrors.HandleAsync);

        v2.MapGet("/", () => Json(InferenceMetadata.Server));
        v2.MapGet("/health/live", () => Json(new ServerLive(Live: true)));
        v2.MapGet("/health/ready", () => Json(new ServerReady(Ready: true)));
        v2.MapGet("/models", ListAsync);
        v2.MapPost("/repository/index", IndexAsync);
        v2.MapGet("/models/stats", (InferenceStatistics statistics) => Json(statistics.Describe(null, null)));
        foreach (var model in new[] { "/models/{name}", "/models/{name}/versions/{version}" })
        {
            v2.MapGet(model, GetMetadataAsync);
            v2.MapGet(model + "/ready", GetReadyAsync);
            v2.MapGet(model + "/config", GetConfigurationAsync);
            v2.MapGet(model + "/stats", GetStatisticsAsync);
            v2.MapPost(model + "/infer", InferAsync).LimitBodySize(app.GetLimits().InferenceBytes);
        }

        app.MapFallback(PathPrefix + "/{**rest}", RouteNotFound).RequireScope(Scope.Predict).WithMetadata(ErrorFormat).ExcludeFromDescription();
    }

    private static JsonWithoutCharsetResult RouteNotFound(HttpContext context) =>
        InferenceErrorFormat.CreateError($"There is no route {context.Request.Method} {context.Request.Path}.", StatusCodes.Status404NotFound);

    private static async Task<IResult> ListAsync([AsParameters] InferenceServices services)
    {
        var models = await services.Models.ListAsync(services.CancellationToken);
        return Json(new ModelNames(models.Where(model => model.Serves is not null).Select(model => model.Name)));
    }

    private static async Task<IResult> IndexAsync([AsParameters] InferenceServices services)
    {
        var models = await services.Models.ListAsync(services.CancellationToken);
        return Json(models.SelectMany(model => model.Versions).Where(version => version.DeletedAt is null).Select(services.DescribeInIndex));
    }

    private static async Task<IResult> GetMetadataAsync(string name, [AsParameters] InferenceServices services, string? version = null)
    {
        var (_, model) = await services.ResolveAsync(name, version);
        var versions = await services.Models.FindAsync(name, services.CancellationToken) is { } found ? found.Versions : [];
        var numbers = versions.Where(each => each.DeletedAt is null).Select(each => InferenceServices.FormatVersion(each.Version)).Reverse();
        return Json(InferenceMetadata.DescribeModel(name, numbers, model.Predictor));
    }

    private static async Task<IResult> GetReadyAsync(string name, [AsParameters] InferenceServices services, string? version = null)
    {
        await services.ResolveAsync(name, version);
        return Json(new ModelReady(name, Ready: true));
    }

    private static async Task<IResult> GetConfigurationAsync(string name, [AsParameters] InferenceServices services, string? version = null) =>
        Json(InferenceMetadata.DescribeConfiguration(name, (await services.ResolveAsync(name, version)).Model.Predictor));

    private static async Task<IResult> GetStatisticsAsync(string name, [AsParameters] InferenceServices services, string? version = null)
    {
        var (found, _) = await services.ResolveAsync(name, version);
        return Json(services.Statistics.Describe(name, version is null ? null : found.Version));
    }

    private static Task<IResult> InferAsync(string name, HttpContext context, InferenceEndpoint endpoint, string? version = null) =>
        endpoint.HandleAsync(InferenceServices.ParseReference(name, version), context);

    private static JsonWithoutCharsetResult Json(object value) => new(value);
}
