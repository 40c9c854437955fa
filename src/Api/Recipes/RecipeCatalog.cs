using LearnML.Contracts;

namespace LearnML.Api.Recipes;

/// <summary>Ready specs for experiments of the d2l.ai book, and some of our own.</summary>
public static class RecipeCatalog
{
    /// <summary>Every recipe.</summary>
    public static IReadOnlyList<Recipe> All { get; } = [.. ImageRecipes.All, .. GeneralizationRecipes.All, .. HousePriceRecipes.All];

    /// <summary>Returns a recipe by name; null if it does not exist.</summary>
    public static Recipe? Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name);
}
