using LearnML.Api.Specs;
using LearnML.Contracts;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LearnML.Api.Swagger;

/// <summary>Documents the schemas of a spec: required fields, defaults, and fields where one number stands for a list.</summary>
internal sealed class SpecSchemaFilter : ISchemaFilter
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
                // A single number is accepted instead of a list.
                (own.AnyOf, own.Type, own.Items) = ([own.Items!, new OpenApiSchema { Type = own.Type, Items = own.Items }], null, null);
            }
        }
    }
}
