using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LearnML.Api.Swagger;

/// <summary>Documents the scope that each operation needs, and the answers to callers without it.</summary>
internal sealed class ScopeOperationFilter : IOperationFilter
{
    /// <summary>The name of the security scheme in the Swagger document.</summary>
    public const string SecuritySchemeName = "key";

    private static readonly (string Status, string Reason)[] RefusalResponses =
    [
        ("401", "The key is missing or not valid. On the service's own machine no key is needed while the service listens on loopback only."),
        ("403", "The key does not have the scope."),
        ("429", "The key sends too many requests."),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<ScopeMetadata>().LastOrDefault() is not { } needed)
        {
            return;
        }

        var scope = needed.Scope is { } named ? $"Needs the scope `{EnumNames.Format(named)}`." : "Needs any key.";
        operation.Description = operation.Description is null ? scope : $"{operation.Description} {scope}";
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SecuritySchemeName, context.Document)] = [] }];
        foreach (var (status, reason) in RefusalResponses)
        {
            operation.Responses ??= [];
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = reason,
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    ["application/problem+json"] = new OpenApiMediaType
                    {
                        Schema = context.SchemaGenerator.GenerateSchema(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), context.SchemaRepository),
                    },
                },
            });
        }
    }
}
