using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>Reads the recipes, which are specs that are ready to run with <see cref="JobsClient.RunRecipeAsync"/>.</summary>
public sealed class RecipesClient
{
    private readonly JsonRequests requests;

    internal RecipesClient(JsonRequests requests) => this.requests = requests;

    /// <summary>Returns all recipes.</summary>
    public Task<IReadOnlyList<Recipe>> ListAsync(CancellationToken cancellationToken = default) =>
        requests.GetAsync<IReadOnlyList<Recipe>>("api/recipes", cancellationToken);

    /// <summary>Returns a recipe.</summary>
    /// <exception cref="LearnMLException">The recipe does not exist (404).</exception>
    public Task<Recipe> GetAsync(string name, CancellationToken cancellationToken = default) =>
        requests.GetAsync<Recipe>($"api/recipes/{JsonRequests.EscapePathSegment(name)}", cancellationToken);
}
