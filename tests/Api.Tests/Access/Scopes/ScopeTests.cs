using System.Net;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace LearnML.Api.Tests.Access.Scopes;

/// <summary>The scope of each route.</summary>
[Collection(SecuredServiceCollection.Name)]
public sealed class ScopeTests(SecuredServiceFixture fixture)
{
    private const string RouteScopes =
        """
        any /health/live: anybody
        any /health/ready: anybody
        any /metrics: read
        GET /api/session: anybody
        POST /api/session: any caller
        DELETE /api/session: anybody
        GET /api/keys: admin
        POST /api/keys: admin
        DELETE /api/keys/{name}: admin
        GET /api/audit: admin
        GET /api/system: read
        GET /api/datasets: read
        POST /api/datasets: train
        POST /api/datasets/preview: train
        GET /api/datasets/{name}: read
        GET /api/datasets/{name}/rows: read
        GET /api/datasets/{name}/associations: read
        GET /api/datasets/{name}/column: read
        PATCH /api/datasets/{name}: train
        DELETE /api/datasets/{name}: train
        GET /api/recipes: read
        GET /api/recipes/{name}: read
        POST /api/recipes/{name}/jobs: train
        POST /api/jobs: train
        POST /api/jobs/preview: read
        GET /api/jobs/schema: read
        GET /api/jobs: read
        GET /api/jobs/compare: read
        GET /api/jobs/{id:guid}: read
        PATCH /api/jobs/{id:guid}: train
        POST /api/jobs/{id:guid}/stop: train
        POST /api/jobs/{id:guid}/cancel: train
        POST /api/jobs/{id:guid}/resume: train
        DELETE /api/jobs/{id:guid}: train
        GET /api/jobs/{id:guid}/metrics: read
        GET /api/jobs/{id:guid}/log: read
        GET /api/jobs/{id:guid}/trials: read
        GET /api/jobs/{id:guid}/out-of-fold: read
        GET /api/jobs/{id:guid}/submission: read
        GET /api/jobs/{id:guid}/tensorboard: read
        GET /api/jobs/{id:guid}/report: read
        GET /api/models: read
        POST /api/models: train
        GET /api/models/{name}: read
        PATCH /api/models/{name}: train
        PUT /api/models/{name}/aliases/{alias}: train
        DELETE /api/models/{name}/aliases/{alias}: train
        GET /api/models/{name}/versions/{version:int}: read
        GET /api/models/{name}/versions/{version:int}/download: read
        DELETE /api/models/{name}/versions/{version:int}: train
        POST /api/models/{name}/versions/{version:int}/restore: train
        POST /api/models/{name}/evaluate: predict
        POST /api/models/{name}/predict: predict
        POST /api/models/{name}/versions/{version:int}/evaluate: predict
        POST /api/models/{name}/explain: predict
        POST /api/models/{name}/versions/{version:int}/explain: predict
        POST /api/models/{name}/effects: predict
        GET /api/models/{name}/versions/{version:int}/card: read
        POST /api/models/{name}/versions/{version:int}/effects: predict
        POST /api/models/{name}/versions/{version:int}/predict: predict
        POST /api/models/{name}/aliases/{alias}/predict: predict
        GET /api/models/{name}/schema: predict
        GET /api/models/{name}/versions/{version:int}/schema: predict
        GET /api/models/{name}/graph: read
        GET /api/models/{name}/parameters: read
        GET /api/models/{name}/parameters/{path}: read
        GET /api/activations: read
        GET /api/activations/{name}: read
        GET /v2: predict
        GET /v2/health/live: predict
        GET /v2/health/ready: predict
        GET /v2/models: predict
        POST /v2/repository/index: predict
        GET /v2/models/stats: predict
        GET /v2/models/{name}: predict
        GET /v2/models/{name}/ready: predict
        GET /v2/models/{name}/config: predict
        GET /v2/models/{name}/stats: predict
        POST /v2/models/{name}/infer: predict
        GET /v2/models/{name}/versions/{version}: predict
        GET /v2/models/{name}/versions/{version}/ready: predict
        GET /v2/models/{name}/versions/{version}/config: predict
        GET /v2/models/{name}/versions/{version}/stats: predict
        POST /v2/models/{name}/versions/{version}/infer: predict
        any /v2/{**rest}: predict
        any /hubs/training: read
        any /hubs/training/negotiate: read
        any /hangfire/{**path}: admin
        """;

    private static IEnumerable<(string Method, string Path, string For)> Routes =>
        RouteScopes.Split('\n').Select(line => line.Split(' ', 2)).Select(line => (line[0], line[1].Split(": ")[0], line[1].Split(": ")[1]));

    [Fact]
    public async Task Every_route_declares_its_scope()
    {
        using var data = new TemporaryFolder();
        await using var host = await ServiceHost.StartAsync(data);

        var mapped = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(DescribeScopes).Distinct();

        Assert.Equal(RouteScopes.Split('\n').Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Route_without_a_scope_is_closed_to_every_caller()
    {
        using var data = new TemporaryFolder();
        await using var host = await ServiceHost.StartAsync(data);
        var fallback = await host.Services.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync();
        var authorization = host.Services.GetRequiredService<IAuthorizationService>();
        var request = new DefaultHttpContext();

        Assert.True((await authorization.AuthorizeAsync(CallerClaims.LocalPrincipal, request, fallback!)).Succeeded);
        request.SetEndpoint(
            new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/forgotten"), 0, new EndpointMetadataCollection(), "forgotten"));
        Assert.False((await authorization.AuthorizeAsync(CallerClaims.LocalPrincipal, request, fallback!)).Succeeded);
    }

    [Fact]
    public async Task Swagger_document_shows_keys_and_jobs_only_to_callers_with_the_scope()
    {
        const string Document = "/swagger/v1/swagger.json";
        var job = (await fixture.Trainer.StartJobAsync(SampleSpecs.Quick)).Id.ToString();
        var (anonymous, reader, admin) = (await fixture.Anonymous.GetAsync(Document),
            await fixture.Reader.GetAsync(Document), await fixture.Admin.GetAsync(Document));

        Assert.All([anonymous, reader, admin], response => Assert.Equal(HttpStatusCode.OK, response.Status));
        Assert.Equal((false, true, true), (anonymous.Body.Contains(job, StringComparison.Ordinal),
            reader.Body.Contains(job, StringComparison.Ordinal), admin.Body.Contains(job, StringComparison.Ordinal)));
        var newest = (await fixture.Admin.Client.Access.ListKeysAsync(TestContext.Current.CancellationToken)).Last(key => key.RevokedAt is null).Name;
        Assert.Equal((false, false, true), (Names(anonymous), Names(reader), Names(admin)));

        bool Names(ApiResponse document) => document.Body.Contains($"\"example\": \"{newest}\"", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_route_answers_401_without_a_valid_key()
    {
        var revoked = await fixture.CreateKeyAsync(Scope.Admin);
        await fixture.Admin.Client.Access.RevokeKeyAsync(revoked.Key.Name, TestContext.Current.CancellationToken);
        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 400);
        var expired = await fixture.CreateKeyAsync(Scope.Admin, expiresAt);
        await Deadline.UntilAsync(() => TimeProvider.System.GetUtcNow() > expiresAt);
        string?[] keys = [null, "lml_" + new string('a', 43), "nonsense", revoked.Secret, expired.Secret];

        foreach (var key in keys)
        {
            // All at once, because an unknown key waits up to 0.1 seconds for the next refresh of the keys.
            var caller = fixture.CreateClient(key);
            await Task.WhenAll(Routes.Where(route => route.For != "anybody").Select(async route =>
            {
                var response = await SendInvalidRequestAsync(caller, route.Method, route.Path);
                Assert.True(response.Status == HttpStatusCode.Unauthorized,
                    $"{route.Method} {route.Path} with {key}: {response.Status} {response.Body}");
            }));
        }
    }

    [Fact]
    public async Task Key_opens_exactly_the_routes_of_its_scopes()
    {
        (string Scopes, Service Caller)[] callers =
            [("read", fixture.Reader), ("predict", fixture.Predictor),
                ("train read predict", fixture.Trainer), ("admin train read predict", fixture.Admin)];
        foreach (var (scopes, caller) in callers)
        {
            foreach (var (method, path, scope) in Routes.Where(route => route.For is not ("anybody" or "any caller")))
            {
                var response = await SendInvalidRequestAsync(caller, method, path);
                var isOpen = response.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
                Assert.True(isOpen == scopes.Split(' ').Contains(scope), $"{method} {path} with {scopes}: {response.Status} {response.Body}");
            }
        }
    }

    [Fact]
    public async Task Rejection_says_which_scope_is_missing()
    {
        var noKey = (await fixture.Anonymous.GetAsync("/api/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
        var unknownKey = (await fixture.CreateClient("lml_x").GetAsync("/api/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
        var missingScope = (await fixture.Reader.PostAsync("/api/jobs", "{}")).ShouldBeProblem(HttpStatusCode.Forbidden);
        var inference = await fixture.Anonymous.GetAsync("/v2/models");

        Assert.Equal("The request has no key. This route needs a key with the scope read, sent as 'Authorization: Bearer lml_...'.", noKey.Detail);
        Assert.StartsWith("The key is unknown, revoked or expired.", unknownKey.Detail, StringComparison.Ordinal);
        Assert.Matches("^This route needs a key with the scope train; 'key-[0-9a-f]{8}' has read.$", missingScope.Detail);
        Assert.Equal((HttpStatusCode.Unauthorized, "application/json"), (inference.Status, inference.ContentType));
        Assert.StartsWith("""{"error":"The request has no key.""", inference.Body, StringComparison.Ordinal);
    }

    private static IEnumerable<string> DescribeScopes(RouteEndpoint route)
    {
        var scope = route.Metadata.GetMetadata<ScopeMetadata>();
        var (isAnonymous, isAuthorized) = (route.Metadata.GetMetadata<IAllowAnonymous>() is not null,
            route.Metadata.GetMetadata<IAuthorizeData>() is not null);
        var requirement = isAnonymous ? "anybody" : !isAuthorized ? "nobody" : scope?.Scope?.ToString().ToLowerInvariant() ?? "any caller";
        var path = "/" + route.RoutePattern.RawText!.Trim('/');
        return (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["any"])
            .Select(method => $"{method} {path}: {requirement}");
    }

    /// <summary>Sends a request for an unknown resource with an invalid body. An authorized caller gets another error, and nothing changes.</summary>
    private static Task<ApiResponse> SendInvalidRequestAsync(Service caller, string method, string path)
    {
        var target = path.Replace("{id:guid}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{version:int}",
            "1", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal)
            .Replace("{name}", "nothing", StringComparison.Ordinal).Replace("{alias}",
                "none", StringComparison.Ordinal).Replace("{path}", "0.weight", StringComparison.Ordinal)
            .Replace("{**rest}", "else", StringComparison.Ordinal).Replace("/{**path}", "", StringComparison.Ordinal);
        return method is "any" or "GET" ? caller.GetAsync(target)
            : (method, path) is ("POST", "/api/datasets" or "/api/datasets/preview") ? caller.UploadAsync("")
            : (method, path) is ("POST", "/api/models") ? caller.ImportAsync(null)
            : caller.SendJsonAsync(HttpMethod.Parse(method), target, "[]");
    }
}
