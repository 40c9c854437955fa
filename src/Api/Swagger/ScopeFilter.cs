using LearnML.Api.Access;
using LearnML.Api.Requests;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LearnML.Api.Swagger;

/// <summary>Says of each operation which scope it needs, and how it refuses who has none.</summary>
internal sealed class ScopeFilter : IOperationFilter
{
    /// <summary>What the document calls the way in.</summary>
    public const string Key = "key";

    private static readonly (string Status, string Reason)[] Refusals =
        [("401", "There is no key, or none that is good. On the service's own machine none is needed while it listens there only."), ("403", "The key has not the scope."), ("429", "The key asks too often.")];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<ScopeMetadata>().LastOrDefault() is not { } needed)
        {
            return;
        }

        var scope = needed.Scope is { } named ? $"Needs the scope `{EnumWord.Of(named)}`." : "Needs any key.";
        operation.Description = operation.Description is null ? scope : $"{operation.Description} {scope}";
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, context.Document)] = [] }];
        foreach (var (status, reason) in Refusals)
        {
            operation.Responses ??= [];
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = reason,
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    ["application/problem+json"] = new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), context.SchemaRepository) },
                },
            });
        }
    }
}
