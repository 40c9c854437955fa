using LearnML.Api.Jobs;
using LearnML.Contracts;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LearnML.Api.Swagger;

/// <summary>Says of a spec's parts what only their reader knows: what must be given, what stands for what, and what is taken where nothing is said.</summary>
internal sealed class SpecFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } properties } part || !SpecParts.All.TryGetValue(context.Type, out var defaults))
        {
            return;
        }

        var fields = WireFormat.Options.GetTypeInfo(context.Type).Properties;
        part.Required = fields.Where(field => field.IsRequired).Select(field => field.Name).ToHashSet();
        foreach (var field in fields)
        {
            var own = (OpenApiSchema)properties[field.Name];
            own.Default = defaults[field.Name]?.DeepClone();
            if (field.PropertyType == typeof(IReadOnlyList<double>))
            {
                // One number stands for a list of it.
                (own.AnyOf, own.Type, own.Items) = ([own.Items!, new OpenApiSchema { Type = own.Type, Items = own.Items }], null, null);
            }
        }
    }
}
