using LearnML.Api.Documentation;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LearnML.Api.Swagger;

/// <summary>Adds the examples of bodies and parameters to the Swagger document.</summary>
internal sealed class ExampleOperationFilter(ExampleValues values) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<BodyExample>().FirstOrDefault() is { } body && operation.RequestBody?.Content is { } content)
        {
            var (_, media) = content.First(entry => entry.Key is RouteDocumentation.JsonContentType or RouteDocumentation.FormContentType);
            ((OpenApiMediaType)media).Example = body.Create(values.GetImagePixels);
        }

        var job = metadata.OfType<JobExample>().FirstOrDefault();
        var parameters = operation.Parameters?.OfType<OpenApiParameter>()
            .Where(parameter => parameter.In == ParameterLocation.Path || parameter.Required) ?? [];
        foreach (var parameter in parameters)
        {
            var route = "/" + context.ApiDescription.RelativePath;
            parameter.Example = values.GetParameterExample(parameter.Name!, route, context.ApiDescription.HttpMethod!, job);
        }
    }
}
