using LearnML.Api.Specs.Schema;
using LearnML.Contracts;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LearnML.Api.Swagger;

/// <summary>Gives the body that runs a spec the fields of the spec and of the labels. They are read apart from each other.</summary>
internal sealed class SubmissionSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type != typeof(JobSubmission) || schema is not OpenApiSchema body)
        {
            return;
        }

        var properties = new Dictionary<string, IOpenApiSchema>();
        foreach (var type in new[] { typeof(JobSpec), typeof(JobLabels) })
        {
            context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);
            var part = context.SchemaRepository.Schemas[type.Name];
            foreach (var (name, property) in part.Properties ?? new Dictionary<string, IOpenApiSchema>())
            {
                properties.Add(name, property);
            }

            body.Required = part.Required is { Count: > 0 } required ? new HashSet<string>(required) : body.Required;
        }

        (body.Properties, body.AdditionalPropertiesAllowed) = (properties, false);
    }
}
