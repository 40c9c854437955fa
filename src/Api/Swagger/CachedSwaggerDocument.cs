using System.Collections.Concurrent;
using LearnML.Api.Access.Scopes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LearnML.Api.Swagger;

/// <summary>
/// Generates the Swagger document for callers without a key once, because generating it takes a tenth of a second and anybody may ask. Other
/// callers see examples with existing names and ids, so it is generated for each of their requests.
/// </summary>
/// <param name="generator">Generates the document.</param>
/// <param name="accessor">Finds the caller.</param>
internal sealed class CachedSwaggerDocument(SwaggerGenerator generator, IHttpContextAccessor accessor) : ISwaggerProvider, IAsyncSwaggerProvider
{
    private readonly ConcurrentDictionary<string, Lazy<OpenApiDocument>> documents = new(StringComparer.Ordinal);

    public OpenApiDocument GetSwagger(string documentName, string? host = null, string? basePath = null) =>
        string.IsNullOrEmpty(host) && string.IsNullOrEmpty(basePath)
            && accessor.HttpContext is { } request && !CallerClaims.HasScope(request.User, Contracts.Scope.Read)
            ? documents.GetOrAdd(documentName, name => new Lazy<OpenApiDocument>(() => generator.GetSwagger(name))).Value
            : generator.GetSwagger(documentName, host, basePath);

    public Task<OpenApiDocument> GetSwaggerAsync(string documentName, string? host = null, string? basePath = null) =>
        Task.FromResult(GetSwagger(documentName, host, basePath));
}
