declare module "*.yaml" {
  const words: Record<string, { sv: string; en: string }>;
  export default words;
}
declare module "*.css";
