using System.Text.Json.Nodes;
using LearnML.Contracts;
using Microsoft.OpenApi;

namespace LearnML.Api.Swagger;

internal static class SwaggerSetup
{
    public static IServiceCollection AddSwagger(this IServiceCollection services) => services
        .AddSingleton<ExampleValues>().AddHttpContextAccessor()
        .AddEndpointsApiExplorer()
        .AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "LearnML",
                Version = "v1",
                Description = "Trains neural networks, shows every epoch as it happens, and answers predictions. " +
                    "Live metrics are at the SignalR hub `/hubs/training`: `Watch(jobId, afterSequence)` streams a job's epochs. " +
                    "Models also answer the Open Inference Protocol, version 2, at `/v2`, with its binary tensors.",
            });
            swagger.SupportNonNullableReferenceTypes();
            swagger.NonNullableReferenceTypesAsRequired();

            // What refers to another schema can be null as well, and has a description and a default of its own.
            swagger.UseAllOfToExtendReferenceSchemas();
            swagger.MapType<JsonNode>(() => new OpenApiSchema());
            foreach (var assembly in new[] { typeof(JobSpec).Assembly, typeof(SwaggerSetup).Assembly })
            {
                swagger.IncludeXmlComments(() => JsonWords.Of(assembly));
            }

            swagger.SchemaFilter<SpecFilter>();
            swagger.OperationFilter<ExampleFilter>();
            swagger.OperationFilter<ScopeFilter>();
            swagger.AddSecurityDefinition(ScopeFilter.Key, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A key, `lml_...`, or a token of the configured issuer. On the service's own machine none is needed while it listens there only.",
            });
        });

    public static void UseSwaggerPages(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(page =>
        {
            page.SwaggerEndpoint("/swagger/v1/swagger.json", "LearnML");
            page.DocumentTitle = "LearnML";
            page.DisplayRequestDuration();
            page.EnableTryItOutByDefault();
        });
    }
}
