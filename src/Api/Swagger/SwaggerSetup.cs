using System.Text.Json.Nodes;
using LearnML.Contracts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

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
                Description = "Trains neural networks, streams the metrics of every epoch, and serves predictions. " +
                    "The SignalR hub `/hubs/training` has the live metrics: `Watch(jobId, afterSequence)` streams a job's epochs. " +
                    "Models also support the Open Inference Protocol, version 2, at `/v2`, including binary tensors.",
            });
            swagger.SupportNonNullableReferenceTypes();
            swagger.NonNullableReferenceTypesAsRequired();

            // A property that refers to another schema can also be null, and has its own description and default.
            swagger.UseAllOfToExtendReferenceSchemas();
            swagger.MapType<JsonNode>(() => new OpenApiSchema());
            foreach (var assembly in new[] { typeof(JobSpec).Assembly, typeof(SwaggerSetup).Assembly })
            {
                swagger.IncludeXmlComments(() => JsonDocumentation.Load(assembly));
            }

            swagger.SchemaFilter<SpecSchemaFilter>();
            swagger.SchemaFilter<SubmissionSchemaFilter>();
            swagger.OperationFilter<ExampleOperationFilter>();
            swagger.OperationFilter<ScopeOperationFilter>();
            swagger.AddSecurityDefinition(ScopeOperationFilter.SecuritySchemeName, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A key, `lml_...`, or a token of the configured issuer. "
                    + "On the service's own machine no key is needed while the service listens on loopback only.",
            });
        })
        .AddSingleton<SwaggerGenerator>().AddSingleton<CachedSwaggerDocument>()
        .Replace(ServiceDescriptor.Singleton<ISwaggerProvider>(provider => provider.GetRequiredService<CachedSwaggerDocument>()))
        .Replace(ServiceDescriptor.Singleton<IAsyncSwaggerProvider>(provider => provider.GetRequiredService<CachedSwaggerDocument>()));

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
