import { columnsOf } from '../../columns.ts'
import { generations } from '../../schema/index.ts'

export const generationColumns = columnsOf(generations, 'g')
