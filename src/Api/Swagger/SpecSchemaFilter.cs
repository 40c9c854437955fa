using System.Globalization;
using LearnML.Api.Hosting;
using LearnML.Api.Specs;
using LearnML.Api.Specs.Schema;
using LearnML.Contracts;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LearnML.Api.Swagger;

/// <summary>
/// Documents the schemas of a spec: required fields, defaults, this service's limit of epochs, and fields where one number stands for a list.
/// </summary>
/// <param name="options">The settings.</param>
internal sealed class SpecSchemaFilter(IOptions<LearnMLOptions> options) : ISchemaFilter
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
            own.Maximum = context.Type == typeof(TrainingSpec) && field.Name == "epochs"
                ? options.Value.Limits.Epochs.ToString(CultureInfo.InvariantCulture)
                : own.Maximum;
            own.Default = defaults[field.Name]?.DeepClone();
            if (field.PropertyType == typeof(NetworkSpec))
            {
                var keyword = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [AutoNetwork.Keyword] };
                (own.AnyOf, own.AllOf) = ([keyword, own.AllOf![0]], null);
            }

            if (field.PropertyType == typeof(IReadOnlyList<double>))
            {
                // A single number is accepted instead of a list.
                (own.AnyOf, own.Type, own.Items) = ([own.Items!, new OpenApiSchema { Type = own.Type, Items = own.Items }], null, null);
            }
        }
    }
}
